"""The fonts of laid-out pages against those that the document names."""

import pytest

from generator import files, pages
from generator.word import template

NAMED = {"Calibri", "Cambria"}


@pytest.mark.parametrize("used", [{"Calibri", "Cambria"}, {"Carlito", "Caladea"}, {"Carlito"}])
def test_the_named_fonts_and_their_twins_are_right(used):
    assert not list(pages.other_fonts(NAMED, used))


def test_pages_in_other_fonts_are_a_warning():
    (finding,) = pages.other_fonts(NAMED, {"Carlito", "DejaVuSans"})
    assert (finding.code, finding.severity) == ("SID002", "varning")
    assert finding.message.startswith(
        "PDF-filen är satt med DejaVuSans, eftersom ett typsnitt saknas på datorn."
    )
    assert finding.hint.startswith(
        "Mallen använder Calibri (eller Carlito) och Cambria (eller Caladea)."
    )


def test_a_template_may_name_other_fonts():
    assert not list(
        pages.other_fonts({"Arial", "Times New Roman"}, {"LiberationSans", "TimesNewRoman"})
    )


def test_the_template_s_fonts_are_those_of_its_styles():
    assert template.fonts(files.read(files.TEMPLATE)) == NAMED
