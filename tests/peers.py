"""`make bench PEERS=1`: the whole warm pipeline beside what other template engines take to render
alone, on the same content, as ratios.

Each engine has a template of its own tags, written here from a document of ours: the same
paragraphs in the same styles, and the same tables, in the same order. What comes out of it is held
against ours, text by text. The engines are fetched by npm into a folder that is thrown away;
docxtpl is one of the program's own libraries.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from lxml import etree

from generator import files, pipeline
from generator.kept import Kept
from generator.ooxml import W, package, w

PACKAGES = {
    "docxtemplater": ("docxtemplater@3.71.0", "pizzip@3.3.0"),
    "easy-template-x": ("easy-template-x@7.2.8",),
    "carbone": ("carbone@3.8.2",),
}
FACTORS = {1: 15, 10: 5, 100: 2}
"""How many times larger the plan is made, and how often it is then rendered each time."""
TURNS = 3
SCRIPT = Path(__file__).with_name("peers.cjs")
Block = dict[str, object]


@dataclass(frozen=True)
class Content:
    """A document as blocks, each of a sort: 'p0' is the first style of paragraphs, 't3' a table of
    three columns. `looks` are the properties of each sort, as XML.
    """

    blocks: list[Block]
    looks: dict[str, str]


@dataclass(frozen=True)
class Took:
    """Milliseconds of a render, and the most memory that its process held, in MB."""

    least: float
    median: float
    memory: float


def content_of(docx: bytes) -> Content:
    """The paragraphs and tables of a document of ours."""
    body = package.tree(package.read(docx)[package.DOCUMENT])[0]
    blocks: list[Block] = []
    looks: dict[str, str] = {}
    styles: dict[str, str] = {}
    for element in body.iter(w("p"), w("tbl")):
        if element.tag == w("tbl"):
            rows = [[_text(cell) for cell in row.iter(w("tc"))] for row in element.iter(w("tr"))]
            sort = f"t{max(map(len, rows))}"
            looks.setdefault(sort, _plain(element.find(w("tblPr")), element.find(w("tblGrid"))))
            cells = [{f"c{n}": cell for n, cell in enumerate(row)} for row in _full(rows)]
            blocks.append({sort: [{"r": cells}]})
        elif not any(above.tag == w("tbl") for above in element.iterancestors()):
            named = element.find(f"{w('pPr')}/{w('pStyle')}")
            style = named.get(w("val"), "") if named is not None else ""
            sort = styles.setdefault(style, f"p{len(styles)}")
            looks.setdefault(sort, f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else "")
            blocks.append({sort: [{"t": _text(element)}]})
    return Content(blocks, looks)


def _full(rows: list[list[str]]) -> Iterator[list[str]]:
    """Rows of equally many cells: a joined cell of ours is one and empty ones."""
    width = max(map(len, rows))
    yield from ([*row, *[""] * (width - len(row))] for row in rows)


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(w("t")))


def _plain(*elements: etree._Element | None) -> str:
    return "".join(etree.tostring(one, encoding="unicode") for one in elements if one is not None)


def _paragraph(words: str, properties: str = "") -> str:
    text = f'<w:r><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
    return f"<w:p>{properties}{text}</w:p>"


def _table(properties: str, rows: list[list[str]]) -> str:
    made = ("".join(f"<w:tc><w:tcPr/>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{properties}{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def _of_sections(content: Content, width: Callable[[str], int]) -> Iterator[str]:
    """The tags of docxtemplater and easy-template-x."""
    yield _paragraph("{#b}")
    for sort, look in content.looks.items():
        yield _paragraph(f"{{#{sort}}}")
        cells = [f"{{c{n}}}" for n in range(width(sort))]
        if cells:
            cells[0], cells[-1] = f"{{#r}}{cells[0]}", f"{cells[-1]}{{/r}}"
            yield _table(look, [cells])
        else:
            yield _paragraph("{t}", look)
        yield _paragraph(f"{{/{sort}}}")
    yield _paragraph("{/b}")


def _of_jinja(content: Content, width: Callable[[str], int]) -> Iterator[str]:
    """The tags of docxtpl."""
    yield _paragraph("{%p for one in b %}")
    for sort, look in content.looks.items():
        yield _paragraph(f"{{%p if one.{sort} %}}")
        cells = [f"{{{{ r.c{n} }}}}" for n in range(width(sort))]
        if cells:
            rows = [[f"{{%tr for r in one.{sort}[0].r %}}"], cells, ["{%tr endfor %}"]]
            yield _table(look, rows)
        else:
            yield _paragraph(f"{{{{ one.{sort}[0].t }}}}", look)
        yield _paragraph("{%p endif %}")
    yield _paragraph("{%p endfor %}")


def _of_carbone(content: Content, width: Callable[[str], int]) -> Iterator[str]:
    """The tags of Carbone: what is repeated is written twice, for its second time."""
    for sort, look in content.looks.items():
        shown = f"{{d.b[i].{sort}:ifNEM:showBegin}}"
        yield _paragraph(shown)
        cells = [f"{{d.b[i].{sort}[0].r[i].c{n}}}" for n in range(width(sort))]
        if cells:
            yield _table(look, [cells, [cell.replace("r[i]", "r[i+1]") for cell in cells]])
        else:
            yield _paragraph(f"{{d.b[i].{sort}[0].t}}", look)
        yield _paragraph(f"{{d.b[i].{sort}:showEnd}}")
    yield _paragraph("{d.b[i+1]}")


TAGS = {
    "docxtpl": _of_jinja,
    "docxtemplater": _of_sections,
    "easy-template-x": _of_sections,
    "carbone": _of_carbone,
}


def template(docx: bytes, content: Content, peer: str) -> bytes:
    """A document of ours with the tags of an engine in the place of its text."""
    parts = package.read(docx)
    body = package.tree(parts[package.DOCUMENT])[0]
    page = _plain(body.find(w("sectPr")))
    tags = "".join(TAGS[peer](content, lambda sort: int(sort[1:]) if sort[0] == "t" else 0))
    parts[package.DOCUMENT] = (
        f'<w:document xmlns:w="{W}"><w:body>{tags}{page}</w:body></w:document>'.encode()
    )
    return package.write(parts)


def texts(docx: bytes) -> list[str]:
    """What a document shows, paragraph by paragraph, but for empty ones."""
    root = etree.fromstring(package.read(docx)[package.DOCUMENT], etree.XMLParser(huge_tree=True))
    return [text for one in root.iter(w("p")) if (text := _text(one).strip())]


def wanted(content: Content) -> list[str]:
    """What it is to show."""
    found = []
    for block in content.blocks:
        ((_, (inner,)),) = block.items()
        rows = inner.get("r", [inner])
        found += [text.strip() for row in rows for text in row.values() if text.strip()]
    return found


def measured(action: Callable[[], object], rounds: int) -> Took:
    action()
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        took.append((time.perf_counter() - start) * 1000)
    return Took(min(took), statistics.median(took), _memory())


def _memory() -> float:
    """The most that this process held, in MB; 0 where the system does not say. (What `getrusage`
    says counts the process that started it as well.)
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1000 if found else 0.0


def ours(raw: bytes) -> Callable[[], bytes]:
    """The whole warm pipeline: read, check, render, prove."""
    plan_schema, own = files.read_schema(), files.read(files.TEMPLATE)
    shelf = Kept()

    def make() -> bytes:
        built = pipeline.produce("plan", raw, plan_schema, own, lambda _: [], shelf)
        assert built.docx is not None
        return built.docx

    return make


def by_docxtpl(path: Path, values: dict[str, object]) -> Callable[[], bytes]:
    def make() -> bytes:
        filled = DocxTemplate(path)
        filled.render(values, autoescape=True)
        target = BytesIO()
        filled.save(target)
        return target.getvalue()

    return make


def fetched(folder: Path) -> dict[str, str]:
    """Fetch the engines; why one could not be, by its name."""
    missing = {}
    for peer, packages in PACKAGES.items():
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
        (folder / peer).mkdir()
        try:
            subprocess.run(command, cwd=folder / peer, check=True, capture_output=True, timeout=180)
        except (OSError, subprocess.SubprocessError) as error:
            missing[peer] = type(error).__name__
    return missing


def one(what: list[str]) -> None:
    """Measure one of ours, in a process of its own: what is warm is warm by its own work."""
    peer, rounds, path, values, output = what
    if peer == "ours":
        make = ours(Path(path).read_bytes())
    else:
        make = by_docxtpl(Path(path), json.loads(Path(values).read_bytes()))
    Path(output).write_bytes(make())
    print(json.dumps(vars(measured(make, int(rounds)))))


def run(folder: Path, peer: str, rounds: int, made: Path, values: Path, output: Path) -> Took | str:
    """Measure one, in a process of its own; why it could not be."""
    what = [str(rounds), str(made), str(values), str(output)]
    command = [sys.executable, __file__, peer, *what]
    if peer in PACKAGES:
        command = ["node", str(SCRIPT), str(folder / peer), peer, *what]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=files.ROOT,
        env={**os.environ, "PYTHONPATH": str(files.ROOT)},
        check=False,
    )
    return Took(**json.loads(done.stdout)) if done.returncode == 0 else done.stderr.strip()


def main() -> None:
    # Not above: it loads much that would count as memory of what is measured.
    from bench import grown

    raw = files.read(files.PLANS / "2017.yaml")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        missing = fetched(folder)
        for peer, why in missing.items():
            print(f"{peer} could not be fetched by npm, and is not measured: {why}.")
        peers = ["docxtpl", *(peer for peer in PACKAGES if peer not in missing)]
        print("Ours: read, check, render and prove. The others: render alone.")
        print("Least of all turns; ratio to ours at the same size; most memory of the process.")
        for factor, rounds in FACTORS.items():
            compared(folder, peers, grown(raw, factor), factor, rounds)


def compared(folder: Path, peers: list[str], raw: bytes, factor: int, rounds: int) -> None:
    """All of them on a plan, in turn, so that a busy moment strikes all alike."""
    plan, values = folder / "plan.yaml", folder / "values.json"
    plan.write_bytes(raw)
    docx = ours(raw)()
    content = content_of(docx)
    values.write_text(json.dumps({"b": content.blocks}, ensure_ascii=False), encoding="utf-8")
    tried = {"ours": plan}
    for peer in peers:
        tried[peer] = folder / f"{peer}.docx"
        tried[peer].write_bytes(template(docx, content, peer))
    took: dict[str, list[Took]] = {}
    told = {}
    for _ in range(TURNS):
        for peer, path in tried.items():
            if peer in told:
                continue
            output = folder / f"made-{peer}.docx"
            result = run(folder, peer, rounds, path, values, output)
            if isinstance(result, str):
                told[peer] = f"failed: {result[:300]}"
                continue
            took.setdefault(peer, []).append(result)
    own = min(one.least for one in took["ours"])
    print(f"{factor} x: {len(raw) / 1000:.0f} kB, {len(content.blocks)} blocks")
    for peer in tried:
        if peer in told:
            print(f"  {peer:16} {told[peer]}")
            continue
        least = min(one.least for one in took[peer])
        memory = max(one.memory for one in took[peer])
        made = texts((folder / f"made-{peer}.docx").read_bytes())
        right = peer == "ours" or made == wanted(content)
        same = "" if right else f"   other texts: {len(made)} for {len(wanted(content))}"
        ratio = f"ours = {own / least:5.2f} x" if peer != "ours" else " " * 14
        print(f"  {peer:16} {least:9.1f} ms   {ratio}   {memory:5.0f} MB{same}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1:])
    else:
        main()
