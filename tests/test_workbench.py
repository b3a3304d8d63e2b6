"""The workbench: the desk that holds a plan, the guard at the door, and a secretary's tasks in a
browser."""

import asyncio
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import npm
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from programs import need
from serving import served
from test_feedback import reviewed

import generator.workbench.desk as desk_module
from generator import files, pipeline
from generator.examined import examined
from generator.fields import leaves
from generator.findings import has_errors
from generator.ooxml import comments, package, w
from generator.workbench.desk import SAVED, Desk, first_changed, page
from generator.workbench.form import Form, contents, outline
from generator.workbench.guard import COOKIE, KEY, MOST_BYTES, Guard
from generator.workbench.inbox import Inbox
from generator.workbench.keys import finding_of, key_of, places_of
from generator.workbench.todo import Todo
from generator.writing import KEY as OF_KEY
from generator.writing import MORE, Writer

ROOT = Path(__file__).parent.parent
WEB = Path(__file__).parent / "web"
SECRET, PORT = "hemlig", 8123


@pytest.fixture
def plans(tmp_path, monkeypatch, plan_2017) -> Path:
    """A folder with the plans of 2017 and 2018."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "2017.yaml").write_bytes(plan_2017)
    (folder / "2018.yaml").write_bytes((files.PLANS / "2018.yaml").read_bytes())
    monkeypatch.setattr(files, "PLANS", folder)
    monkeypatch.setattr(files, "BUILD", tmp_path / "build")
    monkeypatch.setattr(files, "VERSIONS", tmp_path / "build" / ".versioner")
    return folder


# The desk


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_changes_its_own_line_and_no_other(plans, newline):
    path = plans / "2017.yaml"
    raw = path.read_bytes().replace(b"\n", newline.encode())
    path.write_bytes(b"\xef\xbb\xbf" + raw)
    desk = Desk.of(path)
    assert "\r" not in desk.shown
    desk.edit(desk.shown.replace("12.00-15.00", "13.00-15.00\nx", 1))
    wanted = raw.replace(b"12.00-15.00", f"13.00-15.00{newline}x".encode(), 1)
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted


class Still(Desk, dict=True):
    """A desk whose text is judged by nobody."""

    def type(self, text, by=None):
        self.had = text

    @property
    def text(self):
        return self.had


@given(
    text=st.lists(st.sampled_from(["a", "b", " é", "😀", "\n", "\r\n"]), max_size=40).map("".join),
    start=st.integers(0, 40),
    length=st.integers(0, 10),
    new=st.text(alphabet="xab\n", max_size=6),
)
def test_what_an_editor_shows_is_what_is_had_after_an_edit(text, start, length, new):
    desk = Still(Path("x"), b"", None)
    desk.had = text
    shown = desk.shown
    wanted = shown[:start] + new + shown[start + length :]
    desk.edit(wanted)
    assert desk.shown == wanted


@given(
    newline=st.sampled_from(["\n", "\r\n"]),
    lines=st.lists(st.sampled_from(["a", "b", "", "åä", "😀"]), min_size=2, max_size=12),
    one=st.integers(0, 11),
    other=st.integers(0, 11),
    words=st.tuples(st.text("xy", max_size=3), st.text("zw", max_size=3)),
)
def test_what_two_windows_write_of_one_text_on_their_own_lines_is_all_kept(
    newline, lines, one, other, words
):
    one, other = one % len(lines), other % len(lines)
    assume(one != other)
    desk = Still(Path("x"), b"", None)
    desk.had = newline.join(lines)
    base = desk.shown
    written = [*lines]
    shown = []
    for line, word in ((one, words[0]), (other, words[1])):
        own = [*lines]
        own[line] = written[line] = f"<{word}>"
        shown.append("\n".join(own))
    desk.edit(shown[0], None, base)
    desk.edit(shown[1], None, base)
    assert desk.had == newline.join(written)


def test_what_two_windows_write_in_the_same_word_goes_to_the_later_and_is_a_step_back(plans):
    desk = Desk.of(plans / "2018.yaml")
    base = desk.shown
    desk.edit(base.replace("undertitel: Budget {år}", "undertitel: Ett {år}"), None, base)
    desk.edit(base.replace("undertitel: Budget {år}", "undertitel: Två {år}"), None, base)
    assert "undertitel: Två {år}\n" in desk.text
    desk.undo()
    assert "undertitel: Ett {år}\n" in desk.text


def test_what_is_remembered_is_bounded_in_steps_and_in_characters(plans, monkeypatch):
    desk = Desk.of(plans / "2018.yaml")
    monkeypatch.setattr(desk_module, "_MOST_STEPS", 20)
    for number in range(30):
        desk.type(desk.text + f"# {number}\n")
    assert len(desk._back) == 20
    monkeypatch.setattr(desk_module, "_MOST_KEPT", 3 * len(desk.text))
    desk.type(desk.text + "# sist\n")
    assert len(desk._back) in (2, 3)
    while desk.undo():
        pass
    assert sum(map(len, desk._forth)) <= 3 * len(desk.text) + 100
    monkeypatch.undo()
    assert desk_module._MOST_STEPS * len(desk.text) > desk_module._MOST_KEPT / 2


def test_a_change_is_shown_before_it_is_saved_and_saved_right_after(plans):
    path = plans / "2018.yaml"
    desk = Desk.of(path)
    waiting = []
    desk.defer = waiting.append
    shown = []
    desk.told.append(lambda by: shown.append((by is SAVED, desk.is_saved)))
    desk.type(desk.text.replace("Budget {år}", "Budgeten {år}", 1))
    assert shown == [(False, False)]
    assert b"Budgeten {" not in path.read_bytes()
    waiting.pop()()
    assert shown[1:] == [(True, True)]
    assert b"Budgeten {" in path.read_bytes()


def test_steps_are_taken_back_and_again_over_all_ways_to_change(plans):
    desk = Desk.of(plans / "2018.yaml")
    first = desk.text
    assert desk.confirm([p for p in desk.built.plan.open_places if p.comment][:3])
    confirmed = desk.text
    desk.type(confirmed.replace("värd: Salem", "värd: Salm", 1))
    (finding,) = [f for f in desk.built.findings if f.severity == "fel"]
    assert desk.repair(finding)
    assert desk.text == confirmed
    assert [desk.undo(), desk.undo(), desk.undo(), desk.undo()] == [True, True, True, False]
    assert desk.text == first
    assert [desk.redo(), desk.redo(), desk.redo(), desk.redo()] == [True, True, True, False]
    assert (plans / "2018.yaml").read_bytes() == desk.text.encode()


def test_what_another_program_saved_is_never_written_over(plans):
    path = plans / "2018.yaml"
    desk = Desk.of(path)
    theirs = path.read_bytes() + b"# theirs\n"
    path.write_bytes(theirs)
    desk.type(desk.text + "# ours\n")
    assert path.read_bytes() == theirs
    assert desk.problem == "Filen har ändrats av ett annat program. Inget är skrivet över."
    desk.take_theirs()
    assert (desk.text.encode(), desk.problem) == (theirs, "")
    desk.undo()
    assert desk.text.endswith("# ours\n")


def test_one_s_own_may_be_kept_and_theirs_is_a_version(plans):
    path = plans / "2018.yaml"
    desk = Desk.of(path)
    theirs = path.read_bytes() + b"# theirs\n"
    path.write_bytes(theirs)
    desk.type(desk.text + "# ours\n")
    assert desk.keep_ours()
    assert path.read_bytes().endswith(b"# ours\n")
    assert [kept.read_bytes() for kept in files.versions(path)] == [theirs]


def test_versions_are_kept_and_bounded(plans, monkeypatch):
    path = plans / "2018.yaml"
    monkeypatch.setattr(files, "_SECONDS_BETWEEN", 0)
    monkeypatch.setattr(files, "_MOST_VERSIONS", 3)
    hours = iter(range(10))
    monkeypatch.setattr(files.time, "time", lambda: 1_700_000_000 + 3600 * next(hours))
    for number in range(6):
        files.keep(path, f"{number}".encode())
    kept = [version.read_bytes() for version in files.versions(path)]
    assert kept == [b"3", b"4", b"5"]


def test_a_file_in_another_encoding_is_kept_as_it_was(plans):
    path = plans / "2018.yaml"
    raw = path.read_bytes() + b"# \xff\n"
    path.write_bytes(raw)
    files.keep(path, b"just now")
    desk = Desk.of(path)
    desk.type(desk.text + "# nytt\n")
    assert path.read_bytes().endswith("# ÿ\n# nytt\n".encode())
    assert files.versions(path)[-1].read_bytes() == raw


def test_a_file_that_cannot_be_written_is_told_and_the_text_stays(plans, monkeypatch):
    desk = Desk.of(plans / "2018.yaml")
    before = desk.disk

    def full(*_):
        raise files.FileError("Disken är full.")

    monkeypatch.setattr(files, "write", full)
    desk.type(desk.text + "# nytt\n")
    assert desk.problem == "Disken är full."
    assert desk.text.endswith("# nytt\n")
    assert (plans / "2018.yaml").read_bytes() == before


@pytest.mark.parametrize("call", [1, 2])
def test_killed_while_it_writes_the_file_is_as_it_was(plans, tmp_path, call):
    path = plans / "2018.yaml"
    before = path.read_bytes()
    killed = f"""
import os, signal
from pathlib import Path
from generator import files
from generator.workbench.desk import Desk
files.VERSIONS = Path({str(tmp_path / "versioner")!r})
calls, flush = [], os.fsync
def fsync(number):
    calls.append(number)
    if len(calls) == {call}:
        os.kill(os.getpid(), signal.SIGKILL)
    flush(number)
desk = Desk.of(Path({str(path)!r}))
os.fsync = fsync
desk.type(desk.text + "# nytt\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", killed], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    desk = Desk.of(path)
    desk.type(desk.text + "# sedan\n")
    assert path.read_bytes() == before + b"# sedan\n"


def test_a_file_that_is_gone_is_told_and_may_be_written_anew(plans):
    path = plans / "2018.yaml"
    desk = Desk.of(path)
    path.unlink()
    desk.take_theirs()
    assert desk.problem.startswith("Filen ")
    desk.type(desk.text + "# nytt\n")
    assert not path.exists()
    assert desk.keep_ours()
    assert path.read_bytes().endswith(b"# nytt\n")


def test_the_page_tells_the_line_of_each_value(plans):
    desk = Desk.of(plans / "2018.yaml")
    made = page(desk).decode()
    lines = desk.text.split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("organisation:"))
    assert f'<span data-rad="{line}">Södertörnskommunernas' in made
    assert made.count("data-rad=") > 150
    head = made[: made.index("<body")]
    assert "data-rad" not in head, "a title has no marks"
    desk.type(desk.text.replace("värd: Salem", "värd: Salm"))
    assert has_errors(desk.built.findings)
    assert page(desk) is None


# The guard


async def _inner(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inne"})


def asked(path="/", query="", kind="http", **headers):
    """(status or code, headers, body) of the guarded application's answer."""
    sent = []

    async def send(message):
        sent.append(message)

    given = {"host": f"127.0.0.1:{PORT}", **headers}
    scope = {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(n.replace("_", "-").encode(), v.encode("latin-1")) for n, v in given.items()],
    }
    asyncio.run(Guard(_inner, SECRET, PORT)(scope, None, send))
    first = sent[0]
    answered = {n.decode(): v.decode("latin-1") for n, v in first.get("headers", [])}
    return first.get("status", first.get("code")), answered, sent[-1].get("body", b"").decode()


IN = {"cookie": f"{COOKIE}={SECRET}"}


def test_the_secret_of_the_address_becomes_a_cookie():
    status, headers, _ = asked(query=f"{KEY}={SECRET}")
    assert (status, headers["location"]) == (303, "/")
    assert headers["set-cookie"] == f"{COOKIE}={SECRET}; Path=/; HttpOnly; SameSite=Strict"
    assert asked(**IN)[::2] == (200, "inne")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"cookie": f"{COOKIE}=fel"},
        {"cookie": "\x00;;=" * 10},
        {**IN, "host": f"ond.example:{PORT}"},
        {**IN, "host": "127.0.0.1"},
        {**IN, "origin": "http://ond.example"},
        {**IN, "origin": "null"},
        {**IN, "origin": f"https://127.0.0.1:{PORT}"},
        {"query": f"{KEY}=fel"},
        {"query": f"{KEY}={SECRET}", "path": "/plan/2018"},
        {"query": f"{KEY}={SECRET}", "host": f"ond.example:{PORT}"},
    ],
)
def test_nobody_else_is_let_in(given):
    status, _, body = asked(**given)
    assert status == 403
    assert body == "Öppna arbetsbordet med adressen som visas där det startades."
    if "query" not in given:
        assert asked(kind="websocket", **given)[0] == 4403


def test_what_is_sent_is_bounded():
    assert asked(**IN, content_length=str(MOST_BYTES))[0] == 200
    for length in (str(MOST_BYTES + 1), "mycket", "-1"):
        assert asked(**IN, content_length=length)[::2] == (413, "Filen är för stor.")


def test_pages_load_nothing_from_outside():
    policy = asked(**IN)[1]["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    allowed = [word for word in policy.replace(";", " ").split() if "://" in word]
    assert allowed == [f"ws://127.0.0.1:{PORT}", f"ws://localhost:{PORT}"]


# A secretary's tasks, in a browser

MISTAKES = [("värd: Salem", "värd: Salm"), ("status: utkast", "status: utkst"), ("undertitel:", "undertitl:")]  # fmt: skip


def commented(document: bytes, words: str, said: str) -> bytes:
    """A document with a comment of Cia's on the run that holds some words."""
    parts = package.read(document)
    comments.add(parts, "Cia", "2018-01-12T10:00:00Z", [said])
    root = package.tree(parts["word/document.xml"])
    start, end = root.iter(w("commentRangeStart"), w("commentRangeEnd"))
    reference = next(root.iter(w("commentReference"))).getparent()
    run = next(run for run in root.iter(w("r")) if words in "".join(run.itertext()))
    run.addprevious(start)
    run.addnext(end)
    end.addnext(reference)
    parts["word/document.xml"] = package.written(root)
    return package.write(parts)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory, plan_2017):
    """What a browser saw while the tasks of web/work.mjs were done, and the folder of plans."""
    need("chromium")
    npm.install(WEB)
    top = tmp_path_factory.mktemp("arbetsbord")
    folder = top / "plans"
    folder.mkdir()
    (folder / "2017.yaml").write_bytes(plan_2017)
    draft = (ROOT / "plans" / "2018.yaml").read_text(encoding="utf-8")
    for right, wrong in MISTAKES:
        assert right in draft
        draft = draft.replace(right, wrong, 1)
    (folder / "2018.yaml").write_text(draft, encoding="utf-8")
    sent = pipeline.produce(
        "plans/2018.yaml",
        (ROOT / "plans" / "2018.yaml").read_bytes(),
        files.read_schema(),
        files.read(files.TEMPLATE),
    ).docx
    moved = (("22\u00a0mars", "21 mars"), ("Datum", "Dag"))
    for name, word, more in (("Anna", "utveckla", moved), ("Bo", "höja", ())):
        answer = reviewed(sent, name, ("stärka", word), ("insatser", f"{name}s insatser"), *more)
        (top / f"{name}.docx").write_bytes(answer)
    (top / "Cia.docx").write_bytes(commented(sent, "Det gynnar", "Är det säkert?"))
    (top / "skräp.docx").write_bytes(b"PK")
    with served(folder, top / "build") as (address, *_):
        done = subprocess.run(
            ["node", "work.mjs", shutil.which("chromium"), address, str(folder)],
            cwd=WEB,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout), folder


def test_the_years_are_listed_with_what_is_left(tasks):
    seen, _ = tasks
    assert seen["years"][0][:3] == ["2018", "utkast", "3 fel, 5 för kännedom"]
    assert seen["years"][1][:2] == ["2017", "beslutad"]


def test_three_mistakes_are_mended_by_buttons(tasks):
    seen, _ = tasks
    assert seen["mended"]["before"] == 3
    assert seen["mended"]["after"] == 0
    text = seen["mended"]["file"]
    for right, wrong in MISTAKES:
        assert wrong not in text
        assert right in text


def test_what_is_advised_leads_into_the_handbook(tasks):
    found = tasks[0]["handbook"]
    assert re.fullmatch(r"[A-Z]{3}\d{3}", found["code"])
    assert found["rule"].startswith(found["code"])
    assert found["title"] == "Handboken"
    assert found["wide"] == 320
    assert len(found["pictures"]) > 3
    assert min(found["pictures"]) > 100
    assert found["broken"] == []


def test_the_first_line_that_changed_is_told_whole_or_with_its_end_left_out():
    assert first_changed("a\nb\nc", "a\nB  d\nc") == (2, "B d")
    assert first_changed("a\nb", "a") == (1, "a")
    assert first_changed("", "x" * 90)[1] == "x" * 60 + "…"


def test_a_group_s_days_are_confirmed_at_once(tasks):
    seen, _ = tasks
    assert seen["confirmed"]["after"] < seen["confirmed"]["before"]
    assert "FYLL I" in seen["confirmed"]["file"]
    assert re.match(r"Ångrat: rad \d+, ”.*FYLL I.*”", seen["confirmed"]["undone"])


def test_what_is_typed_is_on_the_page_and_in_the_other_window(tasks):
    seen, _ = tasks
    assert seen["typed"]["page"] == "Budget på prov"
    assert "Budget på prov" in seen["typed"]["other"]
    assert "\nundertitel: Budget på prov\n" in seen["typed"]["file"]


def test_a_click_on_the_page_leads_to_the_line(tasks):
    seen, _ = tasks
    assert seen["clicked"]["before"] is False
    assert seen["clicked"]["after"] is True


def test_another_editor_s_change_is_noticed(tasks):
    seen, _ = tasks
    assert "Filen har ändrats av ett annat program" in seen["conflict"]["told"]
    assert seen["conflict"]["file"].endswith("# någon annan\n")
    assert "# någon annan" not in seen["conflict"]["kept"]


def test_next_year_is_shown_before_it_is_written(tasks):
    seen, folder = tasks
    assert seen["new"]["there before"] is False
    assert "Inget är skrivet än." in seen["new"]["told"]
    assert (folder / "2019.yaml").read_text(encoding="utf-8").count("år: 2019") >= 1


def test_two_answers_that_contradict_each_other_are_taken_in(tasks):
    seen, _ = tasks
    review = seen["review"]
    assert review["junk"].startswith("Filen ")
    assert "skräp.docx" in review["junk"]
    assert any(card.startswith("1. Ändring av Anna") for card in review["cards"])
    assert any("Säger emot nr" in card for card in review["cards"])
    assert "säger emot varandra. Välj en av dem." in review["both"]
    assert "utveckla" in review["shown"]
    assert "att utveckla den kommunala" not in review["before"]
    assert "att utveckla den kommunala" in review["file"]
    assert "höja den kommunala" not in review["file"]


def test_what_breaks_an_agreement_is_offered_with_its_finding(tasks):
    review = tasks[0]["review"]
    assert "går emot det ni har kommit överens om:2018-03-21 är en onsdag" in review["offered"]
    assert "Skriv" not in review["buttons"], "nothing is written before that is settled"
    assert "regel: KAL001\n    plats: 2018-03-21\n" in review["file"]
    assert "skäl: Huddinge har salen den dagen.\n" in review["file"]


def test_answers_are_kept_and_answered_in_their_own_files(tasks):
    review = tasks[0]["review"]
    assert len(review["again"]) == len(review["cards"])
    assert [card.endswith("Gjort.") for card in review["again"]].count(True) == 2
    assert review["answers"] == [
        ["Anna-svar.docx", "/gjort/Anna-svar.docx"],
        ["Bo-svar.docx", "/gjort/Bo-svar.docx"],
        ["synpunkter-2018.docx", "/gjort/synpunkter-2018.docx"],
    ]
    assert review["fetched"] == 200
    assert "Skicka svaren till granskarna.Gjort: 2." in review["told"]
    assert "ligger i mallsynpunkter.md, till mallens ägare." in review["told"]
    assert review["alone"]
    assert not any("Bo" in card.partition("–")[0] for card in review["alone"])


def test_a_comment_that_stands_in_the_file_is_not_offered_again(tasks):
    noted = tasks[0]["review"]["noted"]
    assert noted["card"].endswith("Står som kommentar i filen.")
    assert noted["boxes"] == 0
    assert "# KOMMENTAR (Cia): Är det säkert?" in noted["file"]


def test_a_remark_leads_to_the_field_that_it_is_about(tasks):
    seen, _ = tasks
    led = seen["review"]["led"]
    assert re.fullmatch(r"/plan/2018\?rad=\d+", led["href"])
    assert "insatser" in seen["review"]["cards"][0]
    assert "insatser" in led["field"]


def test_axe_finds_nothing(tasks):
    seen, _ = tasks
    assert len(seen["axe"]) == 9
    found = {name: found for name, found in seen["axe"].items() if found}
    assert not found, json.dumps(found, ensure_ascii=False)


def test_nothing_is_asked_of_another_host(tasks):
    seen, _ = tasks
    assert seen["hosts"] == ["127.0.0.1"]


def test_killed_after_the_tasks_every_file_is_whole(tasks):
    _, folder = tasks
    assert not list(folder.glob(".*.tmp"))
    for path in sorted(folder.glob("*.yaml")):
        assert Desk.of(path).built.plan is not None


@pytest.mark.parametrize("given", ["arbete", "arbete/plans"])
def test_a_folder_is_worked_in_with_its_own_template_and_what_is_made_of_it(
    tmp_path, monkeypatch, given
):
    for name in ("PLANS", "BUILD", "KEPT", "VERSIONS", "TEMPLATE", "PAGE_TEMPLATE"):
        monkeypatch.setattr(files, name, getattr(files, name))
    top = tmp_path / "arbete"
    (top / "plans").mkdir(parents=True)
    (top / "templates").mkdir()
    (top / "templates" / "verksamhetsplan.docx").write_bytes(b"egen")
    common = files.PAGE_TEMPLATE
    files.work_in(tmp_path / given)
    assert top / "plans" == files.PLANS
    assert top / "build" == files.BUILD
    assert files.read(files.TEMPLATE) == b"egen"
    assert common == files.PAGE_TEMPLATE
    with pytest.raises(files.FileError, match="finns inte"):
        files.work_in(tmp_path / "nej")


def todo(path):
    built = Desk.of(path).built
    return Todo(built, outline(built), "")


def test_what_is_left_is_named_by_its_heading_and_its_group(plans):
    found = todo(plans / "2018.yaml")
    headings = [thing.heading for thing in found.alone]
    assert "Kalendarium: Södertörnskonferensen" in headings
    assert {name for name, _ in found.groups} >= {"texter", "belopp"}


def test_the_marks_of_the_headings_are_all_that_is_wrong_or_left_whichever_chapter_is_open(plans):
    path = plans / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    deep = "rubrik: Regionala utvecklingsfrågor"
    assert text.count(deep) == 1
    path.write_text(text.replace(deep, f"{deep}\n        txt: x"), encoding="utf-8")
    built = Desk.of(path).built
    assert built.plan
    sections = outline(built)
    opened = {one.at[:2] for one in sections}
    assert len(opened) > 8
    for at in opened:
        html = contents(sections, at)
        for what, every in (("fel", 1), ("kvar", len(built.plan.open_places))):
            shown = [int(number) for number in re.findall(rf'title="([0-9]+) {what}"', html)]
            assert sum(shown) == every, (at, what)


def test_all_that_is_asked_at_a_value_has_a_button_of_its_own(plans):
    path = plans / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    day = "          - datum: 2018-01-25  # FYLL I"
    remark = "          # KOMMENTAR (Åsa Öberg): Bra!\n"
    assert text.count(day) == 1
    path.write_text(text.replace(day, remark + day), encoding="utf-8")
    desk = Desk.of(path)
    plan = desk.built.plan
    assert plan
    place = next(one for one in plan.open_places if one.is_remark)
    html = Form(desk.built, files.read_schema(), place.at[:2]).html()
    assert re.findall(r'<p class="kvar">(.*?)\n', html)[:2] == [
        "Bekräfta dagen",
        "Kommentar (Åsa Öberg): Bra!",
    ]
    (key,) = re.findall(r'data-gör="bekräfta:([^"]+)">Klar</button>', html)
    assert re.findall(r'data-åt="bekräfta:([^"]+)">Alla är klara', todo(path).html()) == [key]
    desk.confirm(places_of([key], desk.built))
    assert desk.text == text


def test_a_button_is_of_what_it_stood_at_though_what_came_before_has_gone(plans):
    desk = Desk.of(plans / "2018.yaml")
    days = re.compile(r'data-gör="bekräfta:([^"]+)">')
    form = Form(desk.built, files.read_schema(), ("kapitel", 6)).html()
    _, second, *_ = days.findall(form)
    (asked,) = places_of([second], desk.built)
    first = "- datum: 2018-01-25  # FYLL I: bekräfta dagen"
    assert desk.text.count(first) == 1
    desk.type(desk.text.replace(first, "- datum: 2018-02-01"))
    desk.confirm(places_of([second], desk.built))
    assert asked.at not in {one.at for one in desk.built.plan.open_places}
    assert "- datum: 2018-03-22\n" in desk.text
    assert places_of([second], desk.built) == []


def test_a_repair_is_of_what_it_stood_at_and_of_nothing_like_it(plans):
    path = plans / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("minst: 6", "mints: 6"), "utf-8")
    desk = Desk.of(path)
    wrong = [one for one in desk.built.findings if one.code == "SCH001"]
    assert len(wrong) == 2
    keys = [key_of(one) for one in wrong]
    desk.repair(finding_of(keys[0], desk.built))
    assert finding_of(keys[0], desk.built) is None
    assert finding_of(keys[1], desk.built) == wrong[1]


def test_a_decided_plan_tells_of_what_is_left_once(plans):
    path = plans / "2018.yaml"
    text = path.read_text(encoding="utf-8").replace("status: utkast", "status: beslutad")
    path.write_text(text, encoding="utf-8")
    found = todo(path)
    codes = [thing.code for thing in found.pressing]
    assert found.pressing[0].words == "Planen är beslutad, men 35 ställen är kvar."
    assert codes.count("STA001") == 2
    assert found.pressing[1].words == "Planen är beslutad, men beslutet saknas."


@pytest.mark.parametrize("raw", [b"PK\x03\x04 inte alls en plan\x00\x01", b"\x89PNG\r\n\x1a\n\x00"])
def test_a_file_that_is_no_text_is_never_written(plans, raw):
    path = plans / "2019.yaml"
    path.write_bytes(raw)
    desk = Desk.of(path)
    assert not desk.is_text
    assert desk.save()
    assert path.read_bytes() == raw


def test_a_plan_in_another_encoding_that_is_only_looked_at_stays_as_it_is(plans):
    path = plans / "2018.yaml"
    raw = path.read_text(encoding="utf-8").encode("cp1252", errors="replace")
    path.write_bytes(raw)
    desk = Desk.of(path)
    assert desk.is_saved
    assert desk.save()
    assert path.read_bytes() == raw
    desk.type(desk.text + "# mer\n")
    assert path.read_bytes().decode("utf-8").endswith("# mer\n")


def test_what_was_written_by_another_program_is_not_written_over_by_a_step_again(plans):
    path = plans / "2018.yaml"
    desk = Desk.of(path)
    desk.type(desk.text + "# mitt\n")
    desk.undo()
    path.write_bytes(path.read_bytes() + b"# deras\n")
    desk.take_theirs()
    assert not desk.redo()
    assert path.read_bytes().endswith(b"# deras\n")
    assert desk.is_saved


def test_another_window_s_wide_change_never_takes_the_file_with_it(plans):
    desk = Desk.of(plans / "2018.yaml")
    base = desk.shown
    desk.edit("# först\n" + base + "# sist\n", None, base)
    wanted = base.replace("undertitel: Budget {år}", "undertitel: Budgeten {år}", 1)
    desk.edit(wanted, None, base)
    assert desk.shown == wanted
    desk.undo()
    assert desk.shown.startswith("# först\n")


def test_a_comment_of_a_reviewer_stays_when_its_value_is_written(plans):
    path = plans / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    told = "# KOMMENTAR (Anna): borde det inte heta något annat?\n"
    text = text.replace("organisation:", told + "organisation:", 1)
    path.write_text(text, encoding="utf-8")
    desk = Desk.of(path)
    writer = Writer(desk.built, files.read_schema(), lambda new: examined(path, new.encode()))
    written = writer.write(("organisation",), "Kommittén")
    assert told in written
    assert "organisation: Kommittén\n" in written


def test_a_sum_stays_while_a_member_of_another_name_has_a_fee_in_it(plans):
    path = plans / "2031.yaml"
    path.write_bytes((ROOT / "tests" / "plans" / "region.yaml").read_bytes())
    desk = Desk.of(path)
    # A name that needs quotation marks is not put in their place.
    place = desk.built.source.value(("kommuner",)).index("Boda")
    writer = Writer(desk.built, files.read_schema(), lambda new: examined(path, new.encode()))
    written = examined(path, writer.write(("kommuner", place), "Boda: norra").encode())
    assert any("”Boda” finns inte här" in one.message for one in written.findings)
    assert "        summa: 30 000 000\n" in written.source.text
    assert not any(one.code.startswith("BUD") for one in written.findings)


def begun(path, at, act):
    """The data of a plan once a form has begun something in it."""
    desk = Desk.of(path)
    writer = Writer(desk.built, files.read_schema(), lambda new: examined(path, new.encode()))
    return examined(path, writer.act(at, act).encode())


def test_what_a_form_begins_is_of_this_plan(plans):
    path = plans / "2018.yaml"
    row = ("kapitel", 7, "budget", "intäkter", "poster", 0)
    fees = begun(path, row, f"{OF_KEY}per_kommun").source.value((*row, "per_kommun"))
    assert list(fees) == Desk.of(path).built.source.value(("kommuner",))
    assert {*fees.values()} == {"0"}
    decided = begun(path, (), f"{OF_KEY}beslut").source.value(("beslut",))
    assert decided == {"datum": "2017-12-07"}
    meetings = ("kapitel", 6, "kalender", 2, "möten")
    before = [one["datum"] for one in Desk.of(path).built.source.value(meetings)]
    after = [one["datum"] for one in begun(path, meetings, MORE).source.value(meetings)]
    assert (before[-1], after[len(before) :]) == ("2018-11-16", ["2018-12-14"])
    meetings = ("kapitel", 6, "kalender", 0, "möten")
    after = [one["datum"] for one in begun(path, meetings, MORE).source.value(meetings)]
    assert after[-2:] == ["2018-12-06", "2018-12-20"]


def test_a_table_that_gets_a_column_gets_a_cell_in_each_row(plans):
    path = plans / "2018.yaml"
    table = ("kapitel", 4, "tabell")
    before = Desk.of(path).built.source.value(table)
    assert [len(row) for row in before["rader"]] == [3] * len(before["rader"])
    after = begun(path, (*table, "kolumner"), MORE).source.value(table)
    assert len(after["kolumner"]) == 4
    assert after["rader"] == [[*row, ""] for row in before["rader"]]
    path.write_text(begun(path, (*table, "kolumner"), MORE).source.text, encoding="utf-8")
    assert begun(path, (*table, "rader"), MORE).source.value(table)["rader"][-1] == [""] * 4


@pytest.mark.parametrize("name", ["region.yaml", "allt.yaml", "2022.yaml"])
def test_a_member_of_another_name_has_it_where_it_hosts_and_pays(plans, name):
    raw = (ROOT / "tests" / "plans" / name).read_bytes()
    path = plans / name
    path.write_bytes(raw)
    desk = Desk.of(path)
    errors = [one.code for one in desk.built.findings if one.severity == "fel"]
    for place, old in enumerate(desk.built.source.value(("kommuner",))):
        writer = Writer(desk.built, files.read_schema(), lambda new: examined(path, new.encode()))
        after = examined(path, writer.write(("kommuner", place), f"Nya {old}s stad").encode())
        assert [one.code for one in after.findings if one.severity == "fel"] == errors
        assert after.source.text.replace(f"Nya {old}s stad", old) == desk.text


def test_whose_turn_it_is_is_told_also_where_no_host_is_chosen(plans):
    path = plans / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    line = "            värd: Nynäshamn\n"
    assert text.count(line) == 1
    path.write_text(
        text.replace(line, "            värd: 'FYLL I: värdkommun'\n"), encoding="utf-8"
    )
    form = Form(Desk.of(path).built, files.read_schema(), ("kapitel", 6))
    at = ("kapitel", 6, "kalender", 0, "möten", 3, "värd")
    (field,) = [one for one in leaves(form.field) if one.at == at]
    assert form.hosts(field)[:2] == [("Nynäshamn", True), ("Botkyrka", False)]


def test_what_nobody_knows_can_be_taken_out_in_the_form(plans):
    path = plans / "2031.yaml"
    region = (ROOT / "tests" / "plans" / "region.yaml").read_text(encoding="utf-8")
    path.write_text(region.replace("Boda", "Bodabro", 1), encoding="utf-8")
    desk = Desk.of(path)
    (wrong,) = [one for one in desk.built.findings if "”Boda” finns inte" in one.message]
    form = Form(desk.built, files.read_schema(), wrong.at[:2])
    assert f'<label for="{form.id(wrong.at)}">Boda</label>' in form.html()
    writer = Writer(desk.built, files.read_schema(), lambda new: examined(path, new.encode()))
    assert writer.write(wrong.at, "") == desk.text.replace("              Boda: 1 000 000\n", "", 1)


def test_a_body_of_unknown_length_is_refused():
    assert asked(**IN, transfer_encoding="chunked")[0] == 413


BEGUN = ["", "- a\n", "år: 2018\n", "kapitel: 3\n", "år: [\n", "a\n"]
"""What a plan may be while somebody begins on it."""


def damaged(text, dice):
    """A plan after a slip of the hand or a few."""
    lines = text.splitlines(keepends=True)
    for _ in range(dice.choice([1, 1, 2, 4])):
        at = dice.randrange(len(lines))
        line = lines[at]
        slips = ["", f" {line}", line.replace(":", "", 1), line * 2, f"\t{line}", f"{line[:9]}\n"]
        lines[at] = dice.choice(slips)
    return "".join(lines)


def test_every_damaged_plan_has_its_form_and_its_list(plans):
    text = (plans / "2018.yaml").read_text(encoding="utf-8")
    dice = random.Random(2018)
    shown = Counter()
    for damage in [*BEGUN, *(damaged(text, dice) for _ in range(40))]:
        built = examined(plans / "2018.yaml", damage.encode())
        sections = outline(built)
        assert "<h2>" in Todo(built, sections, "").html()
        for at in {(), *(one.at for one in dice.sample(sections, min(2, len(sections))))}:
            form = Form(built, files.read_schema(), at)
            assert form.html().strip()
            shown["locked" if form.is_locked else "open"] += 1
    assert min(shown["locked"], shown["open"]) > 10


@settings(deadline=None)
@given(
    names=st.lists(st.text(max_size=12) | st.sampled_from(["../a.docx", "CON", "a/", "~$a.docx"]))
)
def test_each_answer_is_kept_once_in_its_own_folder(names, tmp_path_factory):
    top = tmp_path_factory.mktemp("inkomna")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "BUILD", top / "build")
        inbox = Inbox("2018")
        for number, name in enumerate(names):
            kept = inbox.take_in(name, b"%d" % number)
            assert inbox.take_in(name, b"%d" % number) == kept, "the same one twice is one"
        assert sorted(files.read(path) for path in inbox.paths()) == sorted(
            b"%d" % number for number in range(len(names))
        )
    assert {path.parent for path in top.rglob("*.docx")} <= {top / "build/inkomna/2018"}
