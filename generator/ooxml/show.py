"""A .docx as plain lines, so that `git diff` can show a change of the template.

`python -m generator.ooxml.show FILE`: whatever the file is, something is shown.
"""

import sys
from pathlib import Path

from lxml import etree

from generator.ooxml import package, untrusted
from generator.ooxml.text import paragraphs, style

_MOST_BYTES = 30_000_000


def lines(docx: bytes) -> list[str]:
    """One line per paragraph of every part: '[style] text'; then the definition of every style.

    Raises untrusted.UnusableDocumentError.
    """
    shown = []
    for name, content in sorted(untrusted.read(docx).items()):
        if name.startswith("word/") and name.endswith(".xml"):
            root = package.tree(content)
            shown += [
                f"{name}: [{style(paragraph)}] {text}" for paragraph, text in paragraphs(root)
            ]
            shown += [
                f"{name}: {etree.tostring(child).decode()}"
                for child in root
                if name == "word/styles.xml"
            ]
    return shown


def shown(path: Path) -> list[str]:
    """The lines of a file; of one that cannot be read as a Word document its size."""
    size = path.stat().st_size
    try:
        if size <= _MOST_BYTES:
            return lines(path.read_bytes())
    except untrusted.UnusableDocumentError:
        pass
    return [f"Filen går inte att visa som text: {size} byte."]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.write("\n".join(shown(Path(sys.argv[1]))) + "\n")
