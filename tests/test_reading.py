"""Repairs in memory: whatever is spliced, each character that was typed is still found where it was
typed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.source.reading import Reading, spliced


@st.composite
def mended_texts(draw):
    """A reading after some rounds of splices, and for each of its characters the offset where it
    was typed (None: put in)."""
    typed = draw(st.text("ab\nå", max_size=30))
    reading, origins = Reading(typed, typed), list(range(len(typed)))
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(set(draw(st.lists(st.integers(0, len(reading.text)), max_size=6))))
        splices = [
            (start, end, draw(st.text("XY", max_size=3)))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        reading = reading.changed(splices)
        for start, end, new in reversed(splices):
            origins[start:end] = [None] * len(new)
    return reading, origins


@settings(max_examples=250, deadline=None)
@given(mended_texts())
def test_each_character_is_found_where_it_was_typed(mended):
    reading, origins = mended
    assert len(reading.text) == len(origins)
    for offset, origin in enumerate(origins):
        assert 0 <= reading.typed_at(offset) <= len(reading.typed)
        if origin is not None:
            assert reading.typed_at(offset) == origin
            assert reading.text[offset] == reading.typed[origin]


def test_splices_are_made_in_any_order():
    assert spliced("ett två tre", [(8, 11, "3"), (0, 3, "1")]) == "1 två 3"
