"""Where new paragraphs belong in a running text, and which kinds of them can stand there."""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.ooxml.kinds import HEADING, PLAIN, is_item
from generator.ooxml.reviewed.stretches import MARK, STORY
from generator.review.feedback.hunks.ground import Ground, Sorts
from generator.review.feedback.hunks.hunk import Hunk


def placed(hunk: Hunk, sorts: Sorts, ground: Ground) -> Hunk:
    """A change of paragraphs where it belongs in the text, with the kinds that they have there."""
    hunk = replace(hunk, sorts=tuple(map(sorts.plainly, hunk.sorts)))
    whole = ground.paragraphs_at(hunk.start, hunk.end - 1)
    ends = ground.words(hunk).endswith(MARK) and hunk.text.endswith(MARK)
    if whole and ends and not hunk.kind:
        # One paragraph in the place of another: the mark stays.
        own, new = sorts.at(hunk.end - 1), hunk.sorts[: hunk.text.count(MARK)]
        problem = hunk.problem or strange_sort((own, *new), is_before=False)
        text, looks = hunk.text[:-1], hunk.looks[:-1]
        return replace(hunk, end=hunk.end - 1, text=text, looks=looks, sorts=new, problem=problem)
    if _follows_running_text(hunk, ground):
        # Put before what is no running text, or after the running text above: the same place.
        place = hunk.start - 1
        text, looks = MARK + hunk.text[:-1], hunk.looks[-1:] + hunk.looks[:-1]
        kinds = (sorts.at(place), *hunk.sorts[:-1])
        return replace(hunk, start=place, end=place, text=text, looks=looks, sorts=kinds)
    return hunk


def _follows_running_text(hunk: Hunk, ground: Ground) -> bool:
    """True for whole paragraphs put between running text and what is none."""
    before = ground.base[hunk.start - 1 : hunk.start]
    is_paragraph = hunk.start == hunk.end and hunk.text.endswith(MARK) and before == MARK
    if not is_paragraph or hunk.kind or STORY in hunk.text:
        return False
    return not _is_running(hunk.start, ground) and _is_running(hunk.start - 1, ground)


def _is_running(place: int, ground: Ground) -> bool:
    name = ground.holding(place, place)
    return bool(name) and ground.anchors[name].block is not None


def strange_sort(sorts: Sequence[str], is_before: bool) -> str:
    """Why new paragraphs cannot stand before (else after) one of some running text: they are
    neither ordinary nor items of lists, nor what the text itself is. '' where they can.
    """
    if HEADING in sorts:
        return f"det nya stycket är {HEADING}; lägg till avsnittet i filen för hand"
    strange = [sort for sort in sorts if sort != PLAIN and not is_item(sort)]
    if not strange or len({*sorts}) == 1:
        return ""
    own = sorts[-1] if is_before else sorts[0]
    if own == PLAIN or is_item(own):
        return f"det nya stycket är {strange[0]}; skriv det i filen för hand"
    new = next(sort for sort in sorts if sort != own)
    return (
        f"det nya stycket är {new}, men texten är {own}; "
        "skriv det i filen för hand där det hör hemma"
    )
