"""The laid-out pages, by LibreOffice: what the committee will see."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import files, pipeline


@pytest.fixture(scope="module", autouse=True)
def libreoffice() -> None:
    """These tests look at laid-out pages; in CI a missing program is a failure, elsewhere a skip that says what to install."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")) and "CI" not in os.environ:
        pytest.skip("LibreOffice is missing: install libreoffice-writer and poppler-utils")


def pages(folder: Path, raw: bytes) -> list[str]:
    """The text of each page."""
    built = pipeline.produce("plan", raw, files.read_schema(), files.read(files.TEMPLATE))
    (folder / "plan.docx").write_bytes(built.docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "plan.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "plan.pdf"), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def adopted(tmp_path_factory) -> list[str]:
    return pages(tmp_path_factory.mktemp("beslutad"), files.read(files.PLANS / "2017.yaml"))


def test_the_plan_has_nine_pages_with_the_title_page_as_the_first(adopted):
    assert len(adopted) == 9
    assert "Verksamhetsplan 2017" in adopted[0]
    assert [re.search(r"sida (\d) av 9", page)[1] for page in adopted[1:]] == [*"23456789"]


def test_the_stated_page_is_the_page_where_the_heading_lies(adopted):
    whole = " ".join(adopted)
    stated = int(re.search(r"jfr sid\s+(\d+)", whole)[1])
    assert re.search(r"^\s*Regionala utvecklingsfrågor$", adopted[stated - 1], re.MULTILINE)


def test_no_heading_and_no_lead_in_stands_alone_at_the_foot_of_a_page(adopted):
    for page in adopted[1:]:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        last = lines[-2]
        assert not last.endswith(":"), last
        assert last not in ("Klimat", "Infrastruktur", "Verksamhetsfrågor", "Ledningsgrupp", "Budget 2017"), last


def test_no_table_is_split_over_two_pages(adopted):
    for first, last in (("Nykvarn", "2024"), ("2 februari", "April 2018"), ("895", "50 000")):
        assert any(
            first in page and last in page.replace("\u00a0", " ") for page in (page.replace("\u00a0", " ") for page in adopted)
        ), first


def test_a_draft_says_so_on_every_page(tmp_path, plan_2017):
    draft = plan_2017.replace(b"status: beslutad\n", b"status: utkast\n")
    laid_out = pages(tmp_path, draft)
    assert len(laid_out) > 5
    assert all("UTKAST" in page for page in laid_out)
