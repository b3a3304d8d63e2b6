"""Shown texts + the texts of a Context -> what is lost and what is left over: the proof of a
document in any format.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from generator import swedish
from generator.context import Heading, Inline, Texts
from generator.paragraphs import NOTE
from generator.templating import TAG
from generator.values import Text

_WORD = re.compile(r"\w+")
_TAG = re.compile(rf"{TAG.pattern}|\{{\{{|\}}\}}|\{{%|%\}}|\{{#|#\}}")
_SHORT = 60


def lost(shown: Iterable[tuple[bool, str]], texts: Texts) -> Iterator[Text]:
    """The first words of each of the `texts` that is not among those `shown`: pairs of (is a
    heading, what the block shows).

    Prose and headings must stand as blocks of their own; every other text whole in one, or its
    words in what is left.
    """
    unclaimed = Counter((heading, swedish.folded(text)) for heading, text in shown)
    short: list[Text] = []
    # Prose and headings first: a word of theirs may be a short text elsewhere too.
    for leaf in sorted(texts, key=_may_share_a_block):
        claim = (isinstance(leaf, Heading), swedish.folded(str(leaf)))
        if unclaimed[claim] > 0:
            unclaimed[claim] -= 1
        elif isinstance(leaf, Text) and not isinstance(leaf, Heading):
            short.append(leaf)
        else:
            yield _first_words(str(leaf), leaf if isinstance(leaf, Text) else leaf.pieces[0].text)
    words = Counter(
        word for (_, text), count in unclaimed.items() for word in _WORD.findall(text) * count
    )
    for leaf in short:
        wanted = Counter(_WORD.findall(leaf))
        if wanted - words:
            yield _first_words(leaf, leaf)
        words -= wanted


def _may_share_a_block(leaf: Text | Inline) -> bool:
    return isinstance(leaf, Text) and not isinstance(leaf, Heading)


def leftover(shown: Iterable[str], texts: Texts) -> str | None:
    """The first of what is `shown` with a tag in it: braces that one of the `texts` itself holds
    are text, any others come from the template.
    """
    typed = {tag for leaf in texts for tag in _TAG.findall(str(leaf))}
    return next((text for text in shown if not typed.issuperset(_TAG.findall(text))), None)


def _first_words(text: str, value: Text) -> Text:
    text = swedish.folded(text.replace(NOTE, ""))
    return Text(f"{text[:_SHORT]}{'…' if len(text) > _SHORT else ''}", value.at)
