"""The Word file format alone: packages, text, fields and bookmarks. Knows nothing of plans."""

from functools import cache

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


@cache
def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute: 'p' -> '{…/main}p'."""
    return f"{{{W}}}{name}"
