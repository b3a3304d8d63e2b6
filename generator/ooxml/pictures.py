"""Pictures in the line of the text: DrawingML around a part of the package (ECMA-376 part 1,
20.4.2.8 and 20.2.2.5).
"""

from hashlib import sha256
from html import escape

from generator.ooxml import R, package

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU = 36_000
"""English metric units on a millimetre."""
_ENDINGS = {"png": "png", "jpeg": "jpg"}


def run(identifier: str, words: str, width: float, height: float) -> str:
    """A run that shows the picture of a relationship, so many millimetres large; `words` describe
    it. Its number is given once the document is whole.
    """
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    told = escape(words, quote=True)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}" distT="0" distB="0" distL="0"'
        f' distR="0">'
        f'<wp:extent {size}/><wp:docPr id="1" name="Bild" descr="{told}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_A}" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}">'
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="0" name="Bild" descr="{told}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{R}" r:embed="{identifier}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )


class Media:
    """The pictures of a document, each once however often it is shown."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[str, str]] = {}

    def identifier(self, data: bytes, kind: str) -> str:
        """The id of the relationship to a picture that is 'png' or 'jpeg'."""
        name = f"media/bild-{sha256(data).hexdigest()[:16]}.{_ENDINGS[kind]}"
        identifier = f"rIdBild{len(self._known) + 1}"
        return self._known.setdefault(data, (identifier, name))[0]

    def add_to(self, parts: dict[str, bytes]) -> None:
        """Put them into a package."""
        for data, (identifier, name) in self._known.items():
            parts[f"word/{name}"] = data
            kind = "png" if name.endswith(".png") else "jpeg"
            package.declare(parts, f"word/{name}", f"image/{kind}")
            package.relate(parts, package.DOCUMENT, "image", name, identifier)
