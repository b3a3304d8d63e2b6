"""What a screen reader, or weak sight, can make sense of: link texts, list markers, contrast. WCAG
2.1 level AA.
"""

import re

_VAGUE = re.compile(
    r"(klicka\s+här|här|läs\s+mer|mer|mer\s+information|länk(en)?|denna\s+sida"
    r"|click\s+here|here|read\s+more)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(https?://|www\.|mailto:)\S*", re.IGNORECASE)
_MARKER = re.compile(
    r"\s*([•·▪‣*]|[–—-](?=\s)|\(?(?:\d{1,2}[.)]|[a-zåäö]\))(?=\s))\s*", re.IGNORECASE
)


def is_vague(link: str) -> bool:
    """True if a link's text, read alone, does not say where it leads (WCAG 2.4.4): 'här', 'läs
    mer', a bare address.
    """
    words = link.strip(" .:;!?»→”")
    return not words or bool(_VAGUE.fullmatch(words) or _ADDRESS.fullmatch(words))


def typed_marker(text: str) -> str:
    """The bullet or number that was typed before a text as characters, '' for none: no list to a
    screen reader (WCAG 1.3.1).
    """
    match = _MARKER.match(text)
    return match[1] if match and match.end() < len(text) else ""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as '1F4E5F', 1 to 21 (WCAG 1.4.3)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
