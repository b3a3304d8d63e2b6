"""The forms of the workbench in a real browser, as a secretary uses them. What is typed in them is
judged by the text of the file.
"""

import difflib
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import npm
import pytest
from programs import need
from serving import served

ROOT = Path(__file__).parents[1]
WEB = ROOT / "tests" / "web"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a browser saw while the tasks of web/form.mjs were done."""
    need("chromium")
    npm.install(WEB)
    top = tmp_path_factory.mktemp("formulär")
    folder = top / "plans"
    shutil.copytree(ROOT / "plans", folder)
    (top / "tom").mkdir()
    (top / "templates").mkdir()
    shutil.copy(ROOT / "templates" / "verksamhetsplan.html", top / "templates")
    with served(folder, top / "build") as (address, _, said):
        done = subprocess.run(
            ["node", "form.mjs", shutil.which("chromium"), address, str(folder)],
            cwd=WEB,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        complained = said.read_text(encoding="utf-8")
        log = (top / "build" / "arbetsbord.log").read_text(encoding="utf-8")
        redline = (top / "build" / "verksamhetsplan-2018-andringar.docx").read_bytes()
    return {**json.loads(done.stdout), "stderr": complained, "log": log, "redline": redline}


def changed(before, after):
    """The lines taken out of a text and those put in."""
    lines = [*difflib.ndiff(before.splitlines(), after.splitlines())]
    return [
        [line[2:].strip() for line in lines if line.startswith(f"{sign} ")] for sign in ("-", "+")
    ]


def test_a_word_is_made_bold_by_a_button_and_nothing_else_changes(seen):
    [old], [new] = changed(seen["start"], seen["bold"])
    assert new == old.replace("attraktiv", "**attraktiv**", 1) != old


def test_a_day_is_chosen_in_its_month_with_what_is_special_said(seen):
    assert (
        seen["month"]
        == "torsdag 25\N{NO-BREAK SPACE}januari\N{NO-BREAK SPACE}2018, Södertörns samarbetskommitté"
    )
    assert seen["holiday"] == "måndag 1\N{NO-BREAK SPACE}januari\N{NO-BREAK SPACE}2018, nyårsdagen"
    [old], [new] = changed(seen["link"], seen["picked"])
    assert "2018-01-25" in old
    assert "FYLL I" in old
    assert new == "- datum: 2018-01-24"
    assert "2018-01-24 är en onsdag, men gruppen möts på torsdagar." in seen["dayTold"]


def test_the_host_whose_turn_it_is_stands_first_and_another_is_told(seen):
    assert seen["hosts"][:3] == ["–", "Huddinge (på tur)", "Botkyrka"]
    assert changed(seen["picked"], seen["hosted"]) == [["värd: Huddinge"], ["värd: Tyresö"]]
    assert any("Huddinge står på tur" in words for words in seen["hostTold"])
    assert seen["undone"] == seen["picked"]
    assert seen["hostShown"] == "Huddinge"


def test_a_meeting_is_added_moved_and_taken_out(seen):
    assert seen["meetings"] == "Lägg till möte"
    gone, put_in = changed(seen["undone"], seen["added"])
    assert gone == []
    assert [line.split(":")[0] for line in put_in] == ["- datum", "värd"]
    assert "# FYLL I: välj dagen" in put_in[0]
    assert put_in[1] == "värd: 'FYLL I: värdkommun'"
    assert json.loads(seen["focused"])[-2:] == [seen["lastMeeting"], "datum"]
    assert sorted(seen["moved"].split()) == sorted(seen["added"].split())
    assert seen["moved"] != seen["added"]
    assert seen["removed"] == seen["undone"]


def test_an_amount_is_typed_as_people_type_it_and_its_sum_follows(seen):
    assert seen["amountWas"] == "945 000"
    gone, put_in = changed(seen["removed"], seen["summed"])
    assert [line.partition("#")[0].strip() for line in gone] == [
        "belopp: 945 000",
        "summa: 945 000",
    ]
    assert put_in == ["belopp: 1 250 000", "summa: 1 250 000"]


def test_the_page_leads_to_the_field_and_the_outline_to_the_page(seen):
    assert seen["clicked"] == '["kapitel",7,"budget","intäkter","poster",0,"post"]'
    assert any("Arbetsformer" in words for words in seen["pointed"])


def test_a_step_back_goes_over_the_form_and_the_file(seen):
    assert "undertitel: Budget på prov igen\n" in seen["inFile"]
    assert seen["back"] == seen["summed"]


def test_the_editor_offers_what_can_be_written_and_tells_what_a_key_means(seen):
    assert seen["offered"]
    assert "undertitel" not in seen["offered"]
    assert seen["meaning"].startswith("Undertitel ")


def test_a_file_that_is_not_read_as_typed_locks_the_form_until_it_is_mended(seen):
    assert seen["locked"]["words"].startswith("Filen går inte att läsa precis som den är skriven.")
    assert seen["locked"]["page"] == "Sidan visas när felen är rättade."
    assert seen["locked"]["disabled"] is True
    assert seen["locked"]["after"] is False


def test_the_plan_is_compared_with_last_year_and_with_its_own_versions(seen):
    assert seen["others"][0].startswith("Planen för 2017")
    assert len(seen["others"]) > 1
    assert any("Verksamhetsplan 2017" in words for words in seen["changes"])
    assert any("1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000" in words for words in seen["changes"])
    assert seen["redlined"] == {"name": "verksamhetsplan-2018-andringar.docx", "status": 200}
    document = zipfile.ZipFile(io.BytesIO(seen["redline"])).read("word/document.xml").decode()
    assert document.count("<w:ins ") > 10
    assert document.count("<w:del ") > 10


def test_a_web_template_that_cannot_be_used_is_told_beside_the_page(seen):
    assert seen["template"].startswith("Webbmallen kan inte fyllas i, rad 1:")
    assert "finns_inte" in seen["template"]


def test_a_version_that_was_kept_is_taken_back(seen):
    assert seen["taken"] == seen["start"]


def test_an_address_is_typed_where_a_link_has_it(seen):
    assert "[kommuner](https://www.exempel.se)" in seen["link"]


def test_who_chooses_a_chapter_on_a_phone_sees_its_form(seen):
    assert 0 < seen["below"] < 400


def test_an_address_that_leads_nowhere_leads_back(seen):
    assert seen["nowhere"] == [404, "Den sidan finns inte.\n\nAlla år"]
    status, words = seen["noPlan"]
    assert status == 200
    assert words.startswith("Det finns ingen plan för 2025, eller så går filen inte att läsa.")
    assert seen["front"]


def test_another_folder_is_opened_and_a_first_plan_made_in_it(seen):
    assert re.fullmatch(r"Planen för \d{4}", seen["first"].strip())
    assert seen["firstState"] == "inga fel · Sparad"


def test_nothing_broke_or_was_refused_and_every_state_is_accessible(seen):
    assert seen["broken"] == []
    other = [
        told for told in seen["told"] if not told.startswith(("Ångrat: rad ", "Gjort om: rad "))
    ]
    assert other == ["Filen ändrades av ett annat program. Här visas det som står där nu."]
    assert len(seen["axe"]) == 9
    assert {name: found for name, found in seen["axe"].items() if found} == {}


def test_a_fault_of_the_program_is_a_sentence_and_a_line_in_its_log(seen):
    [words] = seen["fault"]
    assert words.startswith("Något gick fel i programmet. Planen är kvar. Se ")
    assert words.endswith("arbetsbord.log.")
    assert seen["stderr"] == ""
    assert "ValueError: invalid literal" in seen["log"]
