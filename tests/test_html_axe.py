"""The web page in a browser: axe's rules for WCAG, and that it fits the narrowest phone."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import npm
import programs
import pytest
import stress

from generator import files, pipeline

FOLDER = Path(__file__).parent / "web"
PLANS = ["2017", "full", "small", "long", "stress", "every kind"]
DAYS = ["2026-12-24", "2027-02-08", "2027-02-09", "2027-11-15", "2027-11-16"]
"""What the clock says when a page is looked at."""
FAULTS = {
    "html-has-lang": ('lang="sv"', ""),
    "color-contrast": ("--text: #262626", "--text: #c8c8c8"),
    "heading-order": ('<h3 id="kostnader">Kostnader</h3>', "<h5>Kostnader</h5>"),
    "region": ("<footer>", "<div>Utanför</div><footer>"),
}
"""What each rule finds when this is done to a page."""


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser; in CI a missing one is a failure, elsewhere a skip that says what to install."""
    programs.need("chromium")
    npm.install(FOLDER)
    found = shutil.which("chromium")
    assert found
    return found


@pytest.fixture(scope="module")
def seen(
    chromium, tmp_path_factory, plan_2017, full_plan, small_plan, every_kind
) -> dict[str, Any]:
    """What the browser sees of each page, by its name: see web/look.mjs."""
    folder = tmp_path_factory.mktemp("webb")
    plans = {
        "2017": plan_2017,
        "full": full_plan,
        "small": small_plan,
        "long": with_long_words(plan_2017),
        "stress": stress.plan(),
        "every kind": every_kind,
    }
    pages = {name: page(raw) for name, raw in plans.items()} | {"faulty": faulty(page(plan_2017))}
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    job = {
        "executablePath": chromium,
        "addresses": [(folder / f"{name}.html").as_uri() for name in pages],
        "days": DAYS,
    }
    done = subprocess.run(
        ["node", "look.mjs"],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf-8",
        cwd=FOLDER,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(pages, json.loads(done.stdout), strict=True))


def with_long_words(raw: bytes) -> bytes:
    """A plan with a word wider than a phone in its title, headings, table of contents, lists and
    tables."""
    text = raw.decode()
    for word in (
        "Samarbetskommitté\n",
        "Verksamhetsplan {",
        "Kalendarium\n",
        "Verksamhetsfrågor\n",
        "Värdkommun för",
        "Personal\n",
    ):
        assert word in text
        text = text.replace(word, "lång" * 20 + word)
    return text.replace(
        "värd: Haninge", "värd: Haninge\n            anmärkning: " + "lång" * 20, 1
    ).encode()


def page(raw: bytes) -> str:
    built = pipeline.produce_page(
        "plan", raw, files.read_schema(), files.read_page_template(), beside=beside
    )
    assert built.html, [finding.message for finding in built.findings]
    return built.html.decode()


def beside(_: int) -> list[tuple[str, str]]:
    return [("plan.docx", "Word"), ("plan.pdf", "PDF"), ("dagar.ics", "Kalenderfil")]


def faulty(text: str) -> str:
    for old, new in FAULTS.values():
        assert old in text
        text = text.replace(old, new, 1)
    return text.replace("</footer>", '<p style="width: 500px">Bred</p></footer>')


@pytest.mark.parametrize("name", PLANS)
def test_axe_finds_no_violation_at_any_width_or_colour_scheme(seen, name):
    looks = seen[name]["looks"]
    assert len(looks) == 4
    assert min(look["rules"] for look in looks.values()) > 25
    assert {where: look["violations"] for where, look in looks.items()} == {
        where: [] for where in looks
    }


@pytest.mark.parametrize("name", PLANS)
def test_the_page_fits_the_narrowest_phone_and_asks_for_nothing(seen, name):
    assert seen[name]["width"] == 320
    assert [unquote(address).rpartition("/")[2] for address in seen[name]["asked"]] == [
        f"{name}.html"
    ]


def test_the_page_begins_with_the_next_meeting_by_the_reader_s_clock(seen):
    assert seen["every kind"]["first"] == [
        ["Nästa möte", "8 februari Nämnden, Aspö", 3],
        ["Nästa möte", "8 februari Nämnden, Aspö", 3],
        ["Nästa möte", "12 april Nämnden, Brunna", 3],
        ["Nästa möte", "15 november Nämnden, Dalvik", 1],
        ["Årets första möten", "8 februari Nämnden, Aspö", 3],
    ]


@pytest.mark.parametrize("name", PLANS)
def test_the_contents_stay_in_view_on_a_wide_screen_alone(seen, name):
    assert seen[name]["stays"] == {"1280": True, "1120": True, "1000": False}


def test_faults_are_seen(seen):
    found = {rule for rule, _ in seen["faulty"]["looks"]["phone, light"]["violations"]}
    assert found >= FAULTS.keys()
    assert seen["faulty"]["width"] > 320
