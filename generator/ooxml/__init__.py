"""The Word file format alone: packages, text, fields and bookmarks. Knows nothing of plans."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute: 'p' -> '{…/main}p'."""
    return f"{{{W}}}{name}"
