"""Comments of reviewers as lines of the plan's file."""

import unicodedata
from collections.abc import Sequence

from generator.review.feedback import Remark
from generator.review.writeback import comment_line
from generator.source import Source
from generator.source.reading import Splice

_LONGEST = 2_000
_TOO_LONG = "kommentaren är för lång för en rad i filen; skriv det viktigaste för hand"
_OF_TEMPLATE = "kommentaren är om mallens text, inte planens"
CARRIED = "kommentaren står redan i planen, rad "


def above(
    source: Source, carried: Sequence[Remark]
) -> tuple[list[Remark], list[Splice], list[tuple[Remark, str]]]:
    """The comments that can be written above what they are about, the lines that do it, and those
    that cannot, each with the reason.
    """
    comments, lines, refused = [], [], []
    for remark in carried:
        said = said_of(remark)
        if not remark.at or len(said) > _LONGEST:
            refused.append((remark, _TOO_LONG if remark.at else _OF_TEMPLATE))
            continue
        splice = comment_line(source, remark.at, said)
        if line := _line_above(source.text, splice):
            refused.append((remark, f"{CARRIED}{line}"))
        else:
            comments.append(remark)
            lines.append(splice)
    return comments, lines, refused


def _line_above(text: str, comment: Splice) -> int:
    """The number of the line among those right above a value that holds a comment; 0 for none."""
    start, _, words = comment
    above = text[:start].split("\n")[:-1]
    for number in range(len(above), 0, -1):
        line = above[number - 1].strip()
        if not line.startswith("#"):
            break
        if line == words.strip():
            return number
    return 0


def said_of(remark: Remark) -> str:
    """A comment as a line of the file, without signs that are seen by nobody."""
    words = " ".join(remark.text.split())
    told = f"KOMMENTAR ({', '.join(remark.authors)}): {words}"
    return unicodedata.normalize(
        "NFC", "".join(c for c in told if unicodedata.category(c)[0] != "C")
    )
