"""A new kind of content is one module, its blocks in the templates and a line in a list: one is
added here from outside."""

import subprocess
import sys
from pathlib import Path

from generator import files
from generator.outputs import OUTPUTS

ROOM = '''
"""Who signs the plan: a kind of content of its own."""

from typing import TypedDict

from generator import content
from generator.content.kind import Change, Content
from generator.content.lines import Line
from generator.content.record import Key, Of, key, optional
from generator.content.rule import rule
from generator.findings import Finding
from generator.values import Text


class Shown(TypedDict):
    namn: Text
    roll: Text


class Signature(Content):
    """A person who signs."""

    named: Text = key("person", Line(), "Person", "Den som undertecknar.", "Anna Ek")
    role: Text = key("roll", Line(), "Roll", "Personens uppdrag.", "Ordförande")

    NAME = "signature"
    TITLE = "Underskrift"
    ABOUT = "Vem som undertecknar planen."
    EXAMPLE = {"person": "Anna Ek", "roll": "Ordförande"}
    shape = Shown

    def show(self, writer, level):
        return {"namn": writer.line(self.named), "roll": writer.line(self.role)}

    def next_year(self, roller):
        roller.note(self.named.at, "bekräfta vem som undertecknar")

    def changes(self, older, old, new):
        if older and older.role != self.role:
            yield Change("underskrift", self.named, str(older.role), str(self.role), self.role.at)


@rule()
def who_signs_has_two_names(plan):
    """UNS001: Den som undertecknar har för- och efternamn.

    Varför: prov.
    Källa: prov.
    """
    for signature in plan.of(Signature):
        if " " not in signature.named:
            yield Finding("UNS001", "Skriv också efternamnet.", signature.named.at, "Anna Ek")


Signature.rules = (who_signs_has_two_names,)
Signature.place = Key("underskrift", Of(Signature), "Underskrift", Signature.ABOUT, Signature.EXAMPLE, must=False)
content.KINDS = (*content.KINDS, Signature)
'''
USE = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import room  # noqa: F401, E402  (before the plan, which asks for the kinds)

from docx import Document  # noqa: E402

from generator.years import compare
from generator import context, files, pipeline, plan# noqa: E402

schema = plan.schema()
text = files.read(files.PLANS / "2017.yaml").decode()
signed = text.replace("\\n# Engelska", "    underskrift: {person: Anna Ek, roll: Ordförande}\\n\\n# Engelska")


def codes(raw, before=None):
    built = pipeline.check("plan", raw.encode(), schema)
    return built, [finding.code for finding in built.findings if finding.severity == "fel"]


built, errors = codes(signed)
assert errors == [], errors
assert codes(signed.replace("Anna Ek", "Anna"))[1] == ["UNS001"]
assert codes(signed.replace("roll: Ordförande", "rol: Ordförande"))[1] == ["SCH001"]
assert {"Anna Ek", "Ordförande"} <= {str(leaf) for leaf in context.leaves(context.make(built.plan))}

untold = pipeline.judge(files.read(files.TEMPLATE))
assert {finding.code for finding in untold} == {"MAL002"}, "a template that does not show it is told of it"
document = Document(files.TEMPLATE)
loop = next(p for p in document.paragraphs if p.text == "{%p if d.budget %}")
for words, style in (
    ("{%p if d.underskrift %}", loop.style),
    ("{{ d.underskrift.namn }}, {{ d.underskrift.roll }}", document.styles["Normal"]),
    ("{%p endif %}", loop.style),
):
    loop.insert_paragraph_before(words, style)
made = Path(sys.argv[1]) / "mall.docx"
document.save(made)
template = made.read_bytes()
assert pipeline.judge(template) == [], pipeline.judge(template)
done = pipeline.produce("plan", signed.encode(), schema, template)
assert done.docx, done.findings
made.write_bytes(done.docx)
assert "Anna Ek, Ordförande" in [p.text for p in Document(made).paragraphs]

draft, _, hindrance = pipeline.begin(built, "2018", signed.encode(), schema, 2018)
assert not hindrance, hindrance
assert "bekräfta vem som undertecknar" in draft.source.text
other = codes(signed.replace("Ordförande", "Direktör"))[0].plan
assert ("underskrift", "Ordförande", "Direktör") in {(c.kind, c.before, c.after) for c in compare.compare(built.plan, other)}
print("ett nytt slag, utan en ändrad rad")
"""


def test_a_kind_is_added_from_outside_without_a_changed_line(tmp_path: Path):
    (tmp_path / "room.py").write_text(ROOM, encoding="utf-8")
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    run = [sys.executable, str(tmp_path / "use.py"), str(tmp_path)]
    done = subprocess.run(
        run,
        capture_output=True,
        encoding="utf-8",
        cwd=files.ROOT,
        env={"PYTHONPATH": str(files.ROOT)},
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "ett nytt slag, utan en ändrad rad\n")


def test_what_lists_the_outputs_says_what_they_say_themselves():
    """The Makefile has a line for each, with the libraries that it asks for; the README names each
    command."""
    makefile, readme = (
        (files.ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "README.md")
    )
    assert len(OUTPUTS) > 3
    for output in OUTPUTS:
        assert (
            f"\n{output.command}: .venv/{output.needs}.stamp ## (YEAR=2017) {output.help}\n"
            in makefile
        )
        assert f"\n    make {output.command} YEAR=2017" in readme


OUTPUT = """
import sys
from generator import outputs
from generator.outputs.output import Made, Output, Request, document


def make(request: Request) -> Made:
    built = document(request)
    titles = "\\n".join(built.plan.headings()) if built.plan else ""
    return Made(built, {"txt": titles.encode()} if built.docx else {})


LIST = Output("rubriker", "txt", "gör en lista med rubrikerna", "Rubrikerna blir en textfil", "Ingen lista gjordes.", make)
outputs.OUTPUTS = (*outputs.OUTPUTS, LIST)

from generator.cli import main  # noqa: E402  (after the outputs: it lists them)

sys.exit(main(sys.argv[1:]))
"""


def test_an_output_is_added_from_outside_without_a_changed_line(tmp_path: Path):
    (tmp_path / "use.py").write_text(OUTPUT, encoding="utf-8")
    target = tmp_path / "rubriker.txt"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(tmp_path / "use.py"), *arguments]
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            cwd=files.ROOT,
            env={"PYTHONPATH": str(files.ROOT)},
            check=False,
        )

    done = run("rubriker", "2017", "--output", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Klart: {target}\n  2017, beslutad: 8 kapitel")
    assert target.read_text(encoding="utf-8").startswith("Inledning\nSyfte\n")
    assert "gör en lista med rubrikerna" in run("--help").stdout
    wrong = run("rubriker", "2017", "--output", str(tmp_path / "x.doc"))
    assert (wrong.returncode, wrong.stderr) == (
        2,
        f"Rubrikerna blir en textfil: {tmp_path}/x.doc ska sluta på .txt.\n",
    )


ELEMENT = '''
"""A paragraph in a frame, `> text`: an element of running text of its own."""

from generator import prose
from generator.paragraphs import Block
from generator.prose.element import Element


class Frame(Element):
    blocks = ("blockquote",)
    sorts = ("en ruta",)
    fields = {"ruta": bool}

    def read(self, node, reader):
        for words in node.children:
            if words.type != "paragraph":
                reader.refuse(words)
                continue
            block = Block(self.sorts[0], (), reader.stretch(words), group=reader.group())
            reader.words(words, block, empty="en tom ruta")

    def show(self, blocks):
        for _, inline in blocks:
            yield {"ruta": True, "innehåll": inline}


prose.ELEMENTS = (*prose.ELEMENTS, Frame())
'''
ELEMENT_USE = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import frame  # noqa: F401, E402  (before what asks for the elements)

from docx import Document  # noqa: E402

from generator import context, files, pipeline, plan# noqa: E402

schema = plan.schema()
text = files.read(files.PLANS / "2017.yaml").decode()
begins = "      Vi samverkar för att stärka den kommunala"
assert begins in text
framed = text.replace(begins, "      > Det här är {år} års **ruta**\\n\\n" + begins, 1)
wrong = text.replace(begins, "      > - en lista\\n\\n" + begins, 1)


def errors(raw):
    built = pipeline.check("plan", raw.encode(), schema)
    return [finding.message for finding in built.findings if finding.severity == "fel"]


assert errors(framed) == [], errors(framed)
assert errors(wrong) == ["Texten innehåller något, som inte kan visas här."], errors(wrong)

document = Document(files.TEMPLATE)
branch = next(p for p in document.paragraphs if p.text == "{%p elif s.punkt %}")
branch.insert_paragraph_before("{%p elif s.ruta %}", branch.style)
branch.insert_paragraph_before("{{r s.innehåll }}", document.styles["Caption"])
made = Path(sys.argv[1]) / "mall.docx"
document.save(made)
template = made.read_bytes()
assert pipeline.judge(template) == [], pipeline.judge(template)
done = pipeline.produce("plan", framed.encode(), schema, template)
assert done.docx, done.findings
made.write_bytes(done.docx)
shown = {p.text: p.style.name for p in Document(made).paragraphs}
assert shown["Det här är 2017 års ruta"] == "Caption", shown

page = files.read_page_template().replace(
    "{% elif s.stycke.tabell %}",
    '{% elif s.stycke.ruta %}\\n<p class="ruta">{{ löptext(s.stycke.innehåll) }}</p>\\n{% elif s.stycke.tabell %}',
)
built = pipeline.produce_page("plan", framed.encode(), schema, page)
assert built.html, built.findings
assert '<p class="ruta">Det här är 2017 års <strong>ruta</strong></p>' in built.html.decode()
print("ett nytt element, utan en ändrad rad")
"""


def test_an_element_of_running_text_is_added_from_outside_without_a_changed_line(tmp_path: Path):
    (tmp_path / "frame.py").write_text(ELEMENT, encoding="utf-8")
    (tmp_path / "use.py").write_text(ELEMENT_USE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "use.py"), str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        cwd=files.ROOT,
        env={"PYTHONPATH": str(files.ROOT)},
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "ett nytt element, utan en ändrad rad\n")
