"""What is no text in a document, told in words: pictures, text boxes, notes, fields."""

from lxml import etree

from generator.ooxml import A, M, W, package, w

_WORDS = frozenset(f"{{{space}}}t" for space in (W, M, A))
_ID = w("id")
PICTURE = "en bild"


def words_of(element: etree._Element) -> str:
    """All words inside something, as they are with its own changes accepted."""
    # Of two forms of the same drawing only the first is read.
    other = {e for fallback in element.iter("{*}Fallback") for e in fallback.iter()}
    found = []
    for node in element.iter():
        if node.tag == w("p"):
            found.append(" ")
        if node.tag in _WORDS and node not in other:
            found.append(node.text or "")
    return "".join(found)


def note_words(content: bytes | None) -> dict[str, str]:
    """The words of each note, by its id."""
    if content is None:
        return {}
    notes = package.tree(content).iter(w("footnote"), w("endnote"))
    return {note.get(_ID, ""): " ".join(words_of(note).split()) for note in notes}


def name_of_drawing(element: etree._Element, has_words: bool) -> str:
    """What a drawing, an older picture or an embedded object is."""
    names = {etree.QName(e).localname for e in element.iter() if isinstance(e.tag, str)}
    if "chart" in names:
        return "ett diagram"
    if "contentPart" in names:
        return "en handskriven anteckning"
    if element.tag == w("object"):
        return "ett inbäddat objekt"
    return "en textruta" if has_words or "txbxContent" in names else PICTURE


def alternative_text(element: etree._Element) -> str:
    """The description that a picture has for those who do not see it."""
    described = (e.get("descr") or e.get("alt") or "" for e in element.iter())
    return next((words for words in described if words), "")


def field_name(code: str) -> str:
    """What a field is, of its code: 'en länk till https://…'."""
    words = code.split()
    if words and words[0].upper() == "HYPERLINK":
        address = next((word.strip('"') for word in words[1:] if not word.startswith("\\")), "")
        return f"en länk till {address}"
    return f"ett fält ({words[0] if words else ''})"
