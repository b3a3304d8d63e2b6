"""What a secretary's hand does to chapters, which are rows of a list: told at its line with the
right advice, and mended to the letter."""

import re

import pytest

from generator import files, pipeline
from generator.fix import fix

PLANS = [files.PLANS / "2017.yaml", *sorted((files.ROOT / "tests" / "plans").glob("*.yaml"))]


def chapters() -> list[tuple[str, int]]:
    """Each chapter but the first of each plan, by the line of its heading (from 0)."""
    found = []
    for path in PLANS:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [i for i, line in enumerate(lines) if re.match(r"  - rubrik: ", line)]
        found += [(path.stem, i) for i in rows[1:]]
    return found


CHAPTERS = chapters()
SLIPS = {
    "no dash": lambda line: line.replace("- ", "  ", 1),
    "at the left": lambda line: line.strip(),
    "one space in": lambda line: line[1:],
    "a space too far in": lambda line: f" {line}",
    "two spaces too far in": lambda line: f"  {line}",
}


def test_there_are_chapters_after_every_kind_of_content():
    assert len(CHAPTERS) > 25


@pytest.mark.parametrize("slip", SLIPS)
def test_a_chapter_whose_first_line_slipped_is_put_right(slip, plan_schema):
    right = 0
    for stem, number in CHAPTERS:
        path = next(path for path in PLANS if path.stem == stem)
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        lines[number] = SLIPS[slip](lines[number])
        built = pipeline.check(path.name, "\n".join(lines).encode(), plan_schema)
        told = [
            built.source.place(finding).line
            for finding in built.findings
            if finding.severity == "fel"
        ]
        assert number + 1 in told, (stem, number + 1)
        mended = fix(
            built, lambda typed, name=path.name: pipeline.check(name, typed.encode(), plan_schema)
        )
        assert mended.source.text in (text, "\n".join(lines)), (stem, number + 1)
        right += mended.source.text == text
    assert right >= 0.9 * len(CHAPTERS)


def test_bullets_in_the_column_of_their_text_are_put_right(plan_schema):
    found = 0
    for path in PLANS:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(
            r"(?:^ +- (?!rubrik|namn|post|datum|månad|\[|- |text|tabell)[^\n]*\n){2,}",
            text,
            re.MULTILINE,
        ):
            if not re.search(r"(?:\||\n\n)\s*$", text[: match.start()]):
                continue
            slipped = re.sub(r"^  ", "", match[0], flags=re.MULTILINE)
            typed = text[: match.start()] + slipped + text[match.end() :]
            built = pipeline.check(path.name, typed.encode(), plan_schema)
            if not any(finding.severity == "fel" for finding in built.findings):
                continue
            found += 1
            mended = fix(
                built, lambda new, name=path.name: pipeline.check(name, new.encode(), plan_schema)
            )
            assert mended.source.text in (text, typed)
            assert len([finding for finding in built.findings if finding.severity == "fel"]) == 1
    assert found > 3
