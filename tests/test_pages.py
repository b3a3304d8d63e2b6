"""The laid-out pages, by LibreOffice: what the committee will see."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import stress
from programs import PAGES, need

from generator import files, libreoffice, pipeline


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    """These tests look at laid-out pages; in CI a missing program is a failure, elsewhere a skip
    that says what to install."""
    need(*PAGES, "poppler-utils")


def laid_out(folder: Path, raw: bytes) -> Path:
    """The plan's pages as PDF."""
    built = pipeline.produce("plan", raw, files.read_schema(), files.read(files.TEMPLATE))
    (folder / "plan.pdf").write_bytes(libreoffice.lay_out(built.docx))
    return folder / "plan.pdf"


def text_of(pdf: Path, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.replace("\u00a0", " ")


def pages(folder: Path, raw: bytes) -> list[str]:
    """The text of each page."""
    return text_of(laid_out(folder, raw), "-layout").split("\f")[:-1]


@pytest.fixture(scope="module")
def adopted_pages(tmp_path_factory) -> Path:
    return laid_out(tmp_path_factory.mktemp("beslutad"), files.read(files.PLANS / "2017.yaml"))


@pytest.fixture(scope="module")
def adopted(adopted_pages) -> list[str]:
    return text_of(adopted_pages, "-layout").split("\f")[:-1]


def test_the_plan_has_nine_pages_with_the_title_page_as_the_first(adopted):
    assert len(adopted) == 9
    assert "Verksamhetsplan 2017" in adopted[0]
    assert [re.search(r"sida (\d) av 9", page)[1] for page in adopted[1:]] == [*"23456789"]


def test_the_stated_page_is_the_page_where_the_heading_lies(adopted):
    whole = " ".join(adopted)
    stated = int(re.search(r"jfr sid\s+(\d+)", whole)[1])
    assert re.search(r"^\s*Regionala utvecklingsfrågor$", adopted[stated - 1], re.MULTILINE)


def test_no_table_is_split_over_two_pages(adopted):
    for first, last in (("Nykvarn", "2024"), ("2 februari", "April 2018"), ("895", "50 000")):
        assert any(first in page and last in page for page in adopted), first


def test_a_draft_says_so_on_every_page(tmp_path, plan_2017):
    draft = pages(tmp_path, plan_2017.replace(b"status: beslutad\n", b"status: utkast\n"))
    assert len(draft) > 5
    assert all("UTKAST" in page for page in draft)


@pytest.fixture(scope="module")
def stressed(tmp_path_factory) -> Path:
    """The stress plan's pages."""
    return laid_out(tmp_path_factory.mktemp("stress"), stress.plan())


def test_under_stress_no_row_is_split_over_two_pages(stressed):
    rows = 0
    for page in text_of(stressed, "-raw").split("\f"):
        for match in re.finditer(
            r"^Post (\d+)((?:\s+för|\s+något)*)\s+(\d 000 \d{3})$", page, re.MULTILINE
        ):
            number = int(match[1])
            assert len(match[2].split()) == 2 * (number % 9), match[0]
            assert match[3] == f"1 000 {number:03}", match[0]
            rows += 1
    assert rows == 59 + 58


@pytest.mark.parametrize("plan", ["adopted_pages", "stressed"])
def test_no_heading_and_no_lead_in_stands_alone_at_the_foot_of_a_page(plan, request):
    laid_out = request.getfixturevalue(plan)
    with pikepdf.open(laid_out) as document, document.open_outline() as outline:
        headings = [item.title for item in below(outline.root)]
    assert len(headings) > 30
    feet = [
        page.split("\nVerksamhetsplan och budget ")[0].strip()
        for page in text_of(laid_out, "-raw").split("\f")[1:-1]
    ]
    assert len(feet) >= 8
    for foot in feet:
        last = foot.splitlines()[-1]
        assert not any(heading.endswith(last) for heading in headings), last
        assert not last.endswith(":"), last


def below(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from below(item.children)


def words(pdf_file: Path) -> list[tuple[float, str]]:
    """(right edge in points, word) for every word on the pages."""
    boxes = re.findall(
        r'<word xMin="[\d.]+" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]+)</word>',
        text_of(pdf_file, "-bbox"),
    )
    return [(float(right), word) for right, word in boxes]


def test_under_stress_nothing_runs_out_of_the_text_area_and_amounts_align(stressed):
    found = words(stressed)
    assert len(found) > 2000
    widest_table = (2722 + 6633) / 20
    assert max(right for right, _ in found) <= widest_table + 1
    last_digits = [
        right
        for right, word in found
        if re.fullmatch(r"\d{3}", word) and right > (2722 + 6500) / 20
    ]
    assert len(last_digits) > 120
    assert max(last_digits) - min(last_digits) < 0.5


def test_under_stress_the_title_page_holds_its_own(stressed):
    first, second = text_of(stressed, "-layout").split("\f")[:2]
    assert "Nynäshamn, Salem, Södertälje och Tyresö" in first
    assert "Inledning" in second
