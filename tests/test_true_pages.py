"""The true pages of the workbench: LibreOffice kept running, its pages as pictures, and both in a
real browser. Where values lie on a page is judged by what poppler reads there.
"""

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import npm
import pytest
from lxml import etree
from programs import need
from serving import ROOT, served

from generator import files, libreoffice
from generator.examined import examined
from generator.files import FileError
from generator.outputs.output import Request, document
from generator.workbench.desk import Desk
from generator.workbench.laying import Laying
from generator.workbench.press import Press
from generator.workbench.sheets import sheets

WEB = ROOT / "tests" / "web"
PLAN = files.PLANS / "2018.yaml"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a browser saw while the tasks of web/pages.mjs were done."""
    need("chromium", "libreoffice-writer")
    npm.install(WEB)
    top = tmp_path_factory.mktemp("sidor")
    (top / "tillfälligt").mkdir()
    shutil.copytree(files.PLANS, top / "plans")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(top / "tillfälligt"))
        with served(top / "plans", top / "build") as (address, _, said):
            done = subprocess.run(
                ["node", "pages.mjs", shutil.which("chromium"), address, str(top / "plans")],
                cwd=WEB,
                env={**os.environ, "TMPDIR": "/tmp"},
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
            offices = running(top / "tillfälligt")
            assert done.returncode == 0, done.stderr[-3000:]
    told = {**json.loads(done.stdout), "stderr": said.read_text(encoding="utf-8")}
    return {**told, "offices": offices, "folder": top / "tillfälligt"}


@pytest.fixture(scope="module")
def plan():
    return document(Request(PLAN, files.read(PLAN)))


@pytest.fixture(scope="module")
def press():
    need("libreoffice-writer")
    started = Press()
    yield started
    started.close()


@pytest.fixture
def desk():
    raw = files.read(PLAN)
    return Desk(PLAN, raw, examined(PLAN, raw))


def running(profile):
    """The processes of an office with a profile, by their number."""
    found = subprocess.run(
        ["ps", "-eo", "pid,args", "-ww"], capture_output=True, text=True, check=True
    )
    lines = [line.split(None, 1) for line in found.stdout.splitlines()]
    return {int(number): words for number, words in lines[1:] if str(profile) in words}


def until(test, seconds=20):
    end = time.monotonic() + seconds
    while not test() and time.monotonic() < end:
        time.sleep(0.1)
    return test()


def test_one_office_lays_out_one_document_after_another(press, plan):
    first = press.lay_out(plan.docx)
    offices = running(press._folder)
    second = press.lay_out(plan.docx)
    assert first[:5] == second[:5] == b"%PDF-"
    assert running(press._folder) == offices != {}


def test_an_office_that_ended_is_started_anew(press, plan):
    press.lay_out(plan.docx)
    old = press._folder
    for number, words in running(old).items():
        if "soffice.bin" in words:
            os.kill(number, signal.SIGKILL)
    assert until(lambda: not running(old))
    assert press.lay_out(plan.docx)[:5] == b"%PDF-"
    assert not old.exists()


def test_what_is_no_document_is_a_sentence_and_the_next_one_is_laid_out(press, plan):
    with pytest.raises(FileError) as told:
        press.lay_out(b"PK\x03\x04 none")
    assert str(told.value) == libreoffice.FAILED
    assert press.lay_out(plan.docx)[:5] == b"%PDF-"


def test_the_office_ends_with_the_program_that_started_it_even_if_that_is_killed(plan, tmp_path):
    need("libreoffice-writer")
    (tmp_path / "plan.docx").write_bytes(plan.docx)
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path / "plan.docx")],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert starter.stdout is not None
    folder = Path(starter.stdout.readline().strip())
    assert running(folder)
    starter.kill()
    starter.wait()
    assert until(lambda: not running(folder) and not folder.exists())


STARTER = """
import sys, time
from pathlib import Path
from generator.workbench.press import Press
press = Press()
press.lay_out(Path(sys.argv[1]).read_bytes())
print(press._folder, flush=True)
time.sleep(60)
"""


def test_what_poppler_reads_on_a_page_lies_where_its_line_is_said_to_lie(press, plan, tmp_path):
    need("poppler-utils")
    pdf = tmp_path / "plan.pdf"
    pdf.write_bytes(press.lay_out(plan.docx))
    values = json.loads(plan.places)["values"]
    made = sheets(pdf.read_bytes(), {one["id"]: number for number, one in enumerate(values, 1)})
    printed = words_of(pdf)
    assert len(made) == len(printed)
    read: dict[int, str] = {}
    for sheet, (size, words) in zip(made, printed, strict=True):
        assert struct.unpack(">II", sheet.png[16:24]) == (sheet.width, sheet.height)
        for place in sheet.places:
            inside = [word for x, y, word in words if holds(place, x / size[0], y / size[1])]
            read[place.line] = " ".join([read.get(place.line, ""), *inside])
    there = {one["text"]: read[number] for number, one in enumerate(values, 1) if number in read}
    wrong = {
        text: words for text, words in there.items() if text.split()[0].lower() not in words.lower()
    }
    assert wrong == {}
    # LibreOffice 7.4 keeps no bookmarks of headers and footers.
    lost = {tuple(one["at"]) for number, one in enumerate(values, 1) if number not in read}
    assert lost <= {("organisation",), ("utkast", "version"), ("år",)}


def words_of(pdf):
    """What poppler reads on each page: its size, and each word with the middle of where it stands."""
    told = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    pages = etree.fromstring(told).iter("{*}page")
    return [
        (
            (float(page.get("width")), float(page.get("height"))),
            [(*middle(word), word.text) for word in page.iter("{*}word")],
        )
        for page in pages
    ]


def middle(word):
    box = {name: float(word.get(name)) for name in ("xMin", "xMax", "yMin", "yMax")}
    return (box["xMin"] + box["xMax"]) / 2, (box["yMin"] + box["yMax"]) / 2


def holds(place, x, y):
    across, down = x - place.left, y - place.top
    return 0 <= across <= place.width and 0 <= down <= place.height


def test_pages_that_are_laid_out_are_kept_while_an_error_stands(press, desk):
    laid = Laying(desk)
    laid.lay_out()
    before, first = laid.sheets, laid.html("2018")
    assert laid.told == ""
    assert "data-sagt" not in first
    assert len(before) == first.count("<figure>") > 5
    desk.built = examined(PLAN, desk.text.replace("2018-01-25", "2018-02-31", 1).encode())
    laid.lay_out()
    assert laid.sheets is before
    assert 'data-sagt="Rätta felen, så läggs sidorna om."' in laid.html("2018")


def test_without_libreoffice_a_sentence_names_the_package(desk, monkeypatch):
    monkeypatch.setattr(libreoffice, "_found", lambda: None)
    laid = Laying(desk)
    laid.lay_out()
    shown = laid.html("2018")
    assert laid.told.startswith("Sidorna läggs med LibreOffice, som inte finns på datorn.")
    assert "libreoffice-writer" in laid.told
    assert f"<p>{laid.told}</p>" in shown
    assert "<figure>" not in shown


def test_the_true_pages_are_chosen_and_come_as_pictures(seen):
    assert seen["waiting"] == "Sidorna läggs …"
    assert seen["pressed"] == [["Webbsida", "false"], ["Sidor", "true"]]
    assert seen["pages"] > 5
    width, height = seen["drawn"]
    assert height / width == pytest.approx(2**0.5, rel=0.01)


def test_a_changed_word_lays_the_pages_anew_and_the_reader_stays_where_he_was(seen):
    assert seen["laying"] == "Sidorna läggs om …"
    assert seen["anew"] == [True] + [False] * (seen["pages"] - 1)
    assert seen["scrolled"] == 1234


def test_a_click_on_a_page_comes_to_its_field_and_a_field_to_its_page(seen):
    assert seen["clicked"] == '["undertitel"]'
    assert seen["markedOn"] == ["Sida 2"]
    assert "undertitel: Budget på prov" in seen["titles"]


def test_an_error_marks_the_pages_and_they_are_laid_anew_after_it(seen):
    assert seen["wrong"] == {
        "said": "Rätta felen, så läggs sidorna om.",
        "isStale": 1,
        "isKept": True,
    }
    assert seen["right"] == 0
    assert seen["web"] == [0, "", 0]


def test_no_state_breaks_or_shuts_anybody_out(seen):
    assert seen["broken"] == []
    assert seen["stderr"] == ""
    assert seen["axe"] == {"sidor": [], "vald": [], "gamla": [], "smal": []}


def test_no_office_is_left_when_the_server_is_killed(seen):
    assert seen["offices"]
    assert until(lambda: not running(seen["folder"]))
    assert [*seen["folder"].iterdir()] == []
