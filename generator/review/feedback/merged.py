"""Remarks of several reviewers together: each told once, with every name; which of them say
otherwise of the same words, and which are the two places of what was moved.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.findings import Pointer
from generator.review.feedback.remark import Remark

_ANONYMOUS = {"", "författare", "författaren", "author", "unknown author", "okänd författare"}
"""What programs call someone whose name was taken out."""


def named_by_file(remark: Remark, name: str) -> Remark:
    """Someone without a name is told by the file: two files are two reviewers."""
    if not remark.authors:
        return replace(remark, authors=(name,))
    authors = tuple(
        f"{author or 'Någon utan namn'} ({name})" if author.casefold() in _ANONYMOUS else author
        for author in remark.authors
    )
    return replace(remark, authors=authors)


def merged(found: list[Remark]) -> Iterator[Remark]:
    """The same change by several is told once, with every name; a comment that stands in several
    files, too.
    """
    by_key: dict[object, Remark] = {}
    for remark in found:
        where = _value(remark) or remark.chapter
        if remark.hunk:
            own = (
                remark.hunk.inner_start if remark.anchor else remark.hunk.start,
                remark.hunk.end - remark.hunk.start,
                remark.hunk.text,
                remark.hunk.sorts,
                remark.hunk.looks if remark.kind == "utseende" else (),
            )
            key: object = ("ändring", where, own, remark.hunk.removes)
        else:
            key = (remark.kind, where, remark.authors, remark.when, remark.text, remark.quote)
        first = by_key.get(key)
        if first is None:
            by_key[key] = remark
        else:
            authors = tuple(dict.fromkeys((*first.authors, *remark.authors)))
            threads = (*first.threads, *remark.threads)
            files = first.files | remark.files
            by_key[key] = replace(first, authors=authors, threads=threads, files=files)
    yield from by_key.values()


def _value(remark: Remark) -> tuple[str, Pointer, int | None, str] | None:
    """The value that a remark is on, the same for every document that was sent out with it."""
    anchor = remark.anchor
    return (anchor.name, anchor.at, anchor.block, anchor.text) if anchor else None


def conflicts_of(remarks: Sequence[Remark]) -> defaultdict[int, set[int]]:
    """By number, the changes of other files that change the same words otherwise, or put something
    else in the same place.
    """
    found: defaultdict[int, set[int]] = defaultdict(set)
    by_value: defaultdict[object, list[tuple[int, int, Remark]]] = defaultdict(list)
    for remark in remarks:
        if remark.hunk and remark.anchor:
            start, end = remark.hunk.inner_start, remark.hunk.inner_end
            by_value[_value(remark)].append((start, end, remark))
    for of_value in by_value.values():
        of_value.sort(key=lambda entry: entry[:2])
        for number, (start, end, one) in enumerate(of_value):
            for other_start, _, other in of_value[number + 1 :]:
                # What is put at the end of a paragraph that is taken away falls with it.
                reach = end + bool(one.hunk and one.hunk.removes)
                if other_start >= reach and other_start > start:
                    break
                if not one.files & other.files:
                    found[one.number].add(other.number)
                    found[other.number].add(one.number)
    return found


def partners_of(remarks: Sequence[Remark]) -> dict[int, int]:
    """By number, the other place of what was moved."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for remark in remarks:
        if remark.hunk and remark.hunk.pair:
            found[min(remark.files), remark.hunk.pair].append(remark.number)
    pairs = [numbers for numbers in found.values() if len(numbers) == 2]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}
