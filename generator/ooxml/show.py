"""A .docx as plain lines, so that `git diff` can show a change of the template: `python -m generator.ooxml.show FILE`."""

import sys
from pathlib import Path

from lxml import etree

from generator.ooxml import package
from generator.ooxml.text import paragraphs, style


def lines(docx: bytes) -> list[str]:
    """One line per paragraph of every part that has any: '[style] text'; then the definition of every style."""
    shown = []
    for name, content in sorted(package.read(docx).items()):
        if name.startswith("word/") and name.endswith(".xml"):
            root = etree.fromstring(content)
            shown += [f"{name}: [{style(paragraph)}] {text}" for paragraph, text in paragraphs(root)]
            shown += [f"{name}: {etree.tostring(child).decode()}" for child in root if name == "word/styles.xml"]
    return shown


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(Path(sys.argv[1]).read_bytes())) + "\n")
