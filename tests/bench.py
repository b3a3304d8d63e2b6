"""`make bench`: ratios taken in one run; with PEERS=1 see peers.py instead. Seconds differ between machines; ratios between programs
on one machine hardly do.

The measure is the shortest docxtpl script that renders the same template with the same values.
Times are the least of many runs, taken in turn so that a busy moment strikes all alike.
"""

import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from serving import ROOT, served

from generator import checks, context, files, libreoffice, pipeline, plan, schema, source
from generator.context import Inline
from generator.findings import has_errors
from generator.kept import Kept
from generator.ooxml import package
from generator.outputs.output import Request, document
from generator.word import provenance
from generator.word.redline import DOCUMENT, redline
from generator.word.render import Notes, _piece, render
from generator.word.template import parts, styles
from generator.word.verify import verify
from generator.workbench.press import Press
from generator.workbench.sheets import sheets

WEB = ROOT / "tests" / "web"
ROUNDS = 25
FACTORS = (1, 10, 100)
"""How many times larger a plan is made; 125 times would be more than a plan may be."""
SHAPE = schema.Shape(files.read_schema())
STYLES = styles(parts(files.read(files.TEMPLATE)))
BARE = """
import json, sys
from docxtpl import DocxTemplate
from markupsafe import Markup
values = json.load(open(sys.argv[2], encoding="utf-8"), object_hook=lambda d: Markup(d["xml"]) if "xml" in d else d)
template = DocxTemplate(sys.argv[1])
template.render(values, autoescape=True)
template.save(sys.argv[3])
"""


WORST = {
    "brackets": ("tid: 12.00-15.00", "tid: ", "["),
    "braces": ("tid: 12.00-15.00", "tid: ", "{"),
    "paragraphs that run on": ("rubrik: Syfte", "rubrik: Syfte ", "a\n\n"),
    "rows within rows": ("tid: 12.00-15.00", "tid:", "\n          - - a: b"),
    "open quotation marks": ("rubrik: Syfte", "rubrik: Syfte", '\n    a: "'),
    "notes": ("rubrik: Syfte", "rubrik: Syfte", "\n    # FYLL I: a"),
    "blanks for a host": ("värd: [Södertälje, Nykvarn]", "värd: ", "\u00a0"),
    "a long heading": ("rubrik: Syfte", "rubrik: Syfte", "[1. "),
    "misread letters": ("rubrik: Syfte", "rubrik: Syfte", "ÃƒÂ¶"),
    "items of a list": ("      Vi samverkar för att", "      Vi", "\n      - a"),
    "lines": ("      Vi samverkar för att", "      Vi", "\n      a"),
    "paragraphs": ("      Vi samverkar för att", "      Vi", "\n\n      a"),
    "rows of a table": (
        "      Vi samverkar för att",
        "      | a | b |\n      |-|-|",
        "\n      | a | b |",
    ),
    "escaped lines": ("rubrik: Syfte", 'rubrik: Syfte\n    text: "a', "\\n- a"),
    "links": ("      Vi samverkar för att", "      Vi ", "[a]("),
    "habits": ("      Vi samverkar för att", "      Vi ", "4 m m "),
    "facts": ("      Vi samverkar för att", "      Vi ", "{a} "),
    "number words": ("      Vi samverkar för att", "      Vi ", "alla åtta "),
    "quotation marks": ("      Vi samverkar för att", "      Vi ", '"a '),
    "emphasis": ("      Vi samverkar för att", "      Vi ", "*a* "),
}
"""The inputs that took longest to check: what is replaced in a damaged plan, by what, and what is
repeated after it.
"""


def _ins(number: int, words: str = "x") -> str:
    author = "Åsa" if number % 2 else "Bo"
    return f'<w:ins w:id="{number}" w:author="{author}"><w:r><w:t>{words}</w:t></w:r></w:ins>'


_RUN, _NEW = "<w:r><w:t>y</w:t></w:r>", "</w:p><w:p>"
WORST_REVIEWS = {
    "two in turn": lambda: "".join(map(_ins, range(16_000))),
    "two in turn, apart": lambda: "".join(f"{_ins(n)}{_RUN}" for n in range(2_900)),
    "new paragraphs": lambda: "".join(f"{_NEW}{_ins(n)}" for n in range(30_000)),
    "other paragraphs": lambda: "".join(
        f"{_NEW}<w:r><w:t>{n % 1000}</w:t></w:r>" for n in range(100_000)
    ),
    "pictures": lambda: "<w:r><w:drawing><a/></w:drawing></w:r>" * 50_000,
    "one long change": lambda: _ins(1, "a" * 4_000_000),
    "a table of changes": lambda: (
        f"</w:p><w:tbl>{''.join(f'<w:tr><w:tc><w:p>{_ins(n)}</w:p></w:tc></w:tr>' for n in range(25_000))}</w:tbl><w:p>"
    ),
    "bookmarks": lambda: "".join(
        f'<w:bookmarkStart w:id="{n}" w:name="_pv_{n}"/><w:bookmarkEnd w:id="{n}"/>'
        for n in range(60_000)
    ),
}
"""What takes longest to read in a reviewed document: put after its first running text."""


def worst_review(docx: bytes, name: str) -> bytes:
    """A reviewed document with one of the worst contents."""
    parts = package.read(docx)
    text = parts[DOCUMENT].decode()
    place = text.index("</w:r>", text.index("Vi samverkar för att")) + len("</w:r>")
    parts[DOCUMENT] = (text[:place] + WORST_REVIEWS[name]() + text[place:]).encode()
    return package.write(parts)


def worst(raw: bytes, name: str, size: int) -> bytes:
    """A plan with a colon lost, and one of the worst inputs of so many bytes, in as many lines as
    are read.
    """
    whole, start, token = WORST[name]
    count = size // len(token.encode())
    if "\n" in token:
        count = min(count, 95_000 // token.count("\n"))
    text = raw.decode().replace("veckodag: torsdag", "veckodag torsdag", 1)
    assert whole in text
    return text.replace(whole, start + token * count, 1).encode()


def main() -> None:
    raw, plan_schema, template = (
        files.read(files.PLANS / "2017.yaml"),
        files.read_schema(),
        files.read(files.TEMPLATE),
    )
    with tempfile.TemporaryDirectory() as folder:
        processes(Path(folder), raw, plan_schema)
        reviews(Path(folder))
        workbench(Path(folder))
    stages(raw, plan_schema, template)
    growth(raw, plan_schema, template)
    damages(raw, plan_schema)
    redlines(raw, plan_schema, template)
    true_pages(raw)


def processes(folder: Path, raw: bytes, plan_schema: schema.Schema) -> None:
    script, values = folder / "bare.py", folder / "values.json"
    script.write_text(BARE, encoding="utf-8")
    values.write_text(
        json.dumps(as_plain(content(raw, plan_schema)), ensure_ascii=False), encoding="utf-8"
    )
    commands = {
        "import docxtpl": [sys.executable, "-c", "import docxtpl"],
        "bare docxtpl script": [
            sys.executable,
            str(script),
            str(files.TEMPLATE),
            str(values),
            str(folder / "bare.docx"),
        ],
        "plan": [
            sys.executable,
            "-m",
            "generator",
            "plan",
            "2017",
            "--output",
            str(folder / "plan.docx"),
        ],
        "check": [sys.executable, "-m", "generator", "check", "2017"],
    }
    least = dict.fromkeys(commands, math.inf)
    # A second run has its code compiled, as it is for whoever uses it.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            least[name] = min(
                least[name],
                seconds(
                    lambda command=command: subprocess.run(
                        command, check=True, capture_output=True, cwd=files.ROOT, env=environment
                    )
                ),
            )
    base = least["import docxtpl"]
    print(f"Whole processes, least of {ROUNDS} (import docxtpl = 1.00, here {base * 1000:.0f} ms)")
    for name, aim in (("bare docxtpl script", ""), ("plan", 1.5), ("check", 0.8)):
        told = f"   aim at most {aim}" if aim else ""
        print(f"  {name:22} {least[name] / base:5.2f}{told}")


def stages(raw: bytes, plan_schema: schema.Schema, template: bytes) -> None:
    """Each stage in a warm process, as its share of the whole."""
    shelf, made_of = Kept(), provenance.origin(2017, raw)
    read, _ = source.read("plan", raw, SHAPE)
    checked = schema.check(read, plan_schema)
    built = plan.build(checked.data, checked.broken)
    made = context.make(built)
    docx = render(template, made, shelf, provenance.Trace(made_of))
    steps: dict[str, Callable[[], object]] = {
        "source": lambda: source.read("plan", raw, SHAPE),
        "schema": lambda: schema.check(read, plan_schema),
        "plan": lambda: plan.build(checked.data, checked.broken),
        "checks": lambda: checks.run(built),
        "context": lambda: context.make(built),
        "render": lambda: render(template, made, shelf),
        "trace": lambda: render(template, made, shelf, provenance.Trace(made_of)),
        "verify": lambda: verify(docx, made),
    }
    least = {name: min(seconds(step) for _ in range(ROUNDS)) for name, step in steps.items()}
    # What anchoring each value, and the table of them, takes above rendering alone.
    least["trace"] -= least["render"]
    whole = sum(least.values())
    print(f"One plan in a warm process, share of the whole (here {whole * 1000:.0f} ms)")
    for name, spent in least.items():
        print(f"  {name:22} {spent / whole:5.0%}")


def growth(raw: bytes, plan_schema: schema.Schema, template: bytes) -> None:
    """Time against content: the exponent 1 is linear."""
    print("Growth with the content (time at 1 x = 1.0)")
    times = {}
    for factor in FACTORS:
        larger = grown(raw, factor)
        times[factor] = min(
            seconds(lambda larger=larger: whole(larger, plan_schema, template)) for _ in range(3)
        )
        print(f"  {factor:3} x ({len(larger) / 1000:6.0f} kB)      {times[factor] / times[1]:6.1f}")
    _, middle, most = FACTORS
    exponent = math.log(times[most] / times[middle], most / middle)
    print(f"  exponent from {middle} x to {most} x {exponent:5.2f}")


def workbench(folder: Path) -> None:
    """What a key leads to, in a browser: the findings, and the page."""
    browser = shutil.which("chromium")
    if not browser or not (WEB / "node_modules").is_dir():
        print("The workbench is not measured: chromium or tests/web/node_modules is missing")
        return
    draft = (ROOT / "plans" / "2018.yaml").read_bytes()
    large = grown(draft, 350_000 // len(draft))
    print("The workbench, from a key to what it leads to (median, ms)")
    for called, raw, rounds in (("the plan", draft, 12), (f"{len(large) // 1000} kB", large, 4)):
        plans = folder / called / "plans"
        plans.mkdir(parents=True)
        (plans / "2018.yaml").write_bytes(raw)
        with served(plans, folder / called / "build") as (address, *_):
            seen = subprocess.run(
                ["node", "speed.mjs", browser, address, "2018", str(rounds)],
                cwd=WEB,
                capture_output=True,
                text=True,
                check=True,
            )
        times = {name: statistics.median(took) for name, took in json.loads(seen.stdout).items()}
        print(f"  {called:10} findings {times['finding']:5.0f}   web page {times['page']:5.0f}")


def damages(raw: bytes, plan_schema: schema.Schema) -> None:
    """The check of the worst inputs known, against the check of the plan (1.0)."""
    usual = min(seconds(lambda: pipeline.check("plan", raw, plan_schema)) for _ in range(5))
    print(f"Check of a damaged plan of 360 kB (the plan = 1.0, here {usual * 1000:.0f} ms)")
    for name in WORST:
        damaged = worst(raw, name, 360_000)
        spent = min(
            seconds(lambda damaged=damaged: pipeline.check("plan", damaged, plan_schema))
            for _ in range(2)
        )
        print(f"  {name:22} {spent / usual:6.1f}")


def reviews(folder: Path) -> None:
    """The worst reviews known, as whole processes, against a document that came back unchanged
    (1.0)."""
    raw, path = files.read(files.PLANS / "2018.yaml"), folder / "svar.docx"
    built = pipeline.produce("plan", raw, files.read_schema(), files.read(files.TEMPLATE))
    assert built.docx is not None
    path.write_bytes(built.docx)
    usual, _ = reading(path)
    print(f"feedback of the worst reviews (a document unchanged = 1.0, here {usual * 1000:.0f} ms)")
    for name in WORST_REVIEWS:
        path.write_bytes(worst_review(built.docx, name))
        spent, memory = reading(path)
        print(f"  {name:22} {spent / usual:6.1f}   {memory / 1000:4.0f} MB")


def reading(path: Path) -> tuple[float, int]:
    """The seconds that feedback takes for a document, and the most memory that it holds, in kB."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "generator", "feedback", str(path)]
    process = subprocess.Popen(
        command, cwd=files.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - start, used.ru_maxrss


def redlines(raw: bytes, plan_schema: schema.Schema, template: bytes) -> None:
    """The redline of a year against the next, and of documents that say it many times over."""
    documents = [
        render(template, content(text, plan_schema))
        for text in (raw, files.read(files.PLANS / "2018.yaml"))
    ]
    rendering = min(seconds(lambda: render(template, content(raw, plan_schema))) for _ in range(5))
    print("Redline of 2017 and 2018 in a warm process (time at 1 x = 1.0)")
    times = {}
    for factor in (1, 10, 100):
        old, new = (repeated(docx, factor) for docx in documents)
        times[factor] = min(
            seconds(lambda old=old, new=new: redline(old, new, "S", "2018-01-01T00:00:00Z"))
            for _ in range(2)
        )
        print(f"  {factor:3} x                   {times[factor] / times[1]:8.1f}")
    print(
        f"  {times[1] * 1000:.0f} ms at 1 x, {times[1] / rendering:.1f} times as long as making one of the documents"
    )
    print(f"  exponent from 10 x to 100 x {math.log10(times[100] / times[10]):5.2f}")


def true_pages(raw: bytes) -> None:
    """The workbench's true pages of a plan: the first time, and when LibreOffice is there already,
    with the share of each stage. The median of some runs, as other programs' times vary more.
    """
    if not libreoffice.is_there():
        print("True pages: LibreOffice is missing")
        return
    press, path = Press(), files.PLANS / "2017.yaml"
    made = document(Request(path, raw))
    first = seconds(lambda: press.lay_out(made.docx))
    pdf = press.lay_out(made.docx)
    steps: dict[str, Callable[[], object]] = {
        "document": lambda: document(Request(path, raw)),
        "LibreOffice": lambda: press.lay_out(made.docx),
        "pictures": lambda: sheets(pdf, {}),
    }
    warm = {
        name: statistics.median(seconds(step) for _ in range(9)) for name, step in steps.items()
    }
    press.close()
    whole = sum(warm.values())
    print(f"True pages (a warm laying-out = 1.0, here {whole * 1000:.0f} ms; aim at most 1000 ms)")
    print(f"  {'LibreOffice started':22} {first / whole:5.1f}")
    for name, spent in warm.items():
        print(f"  {name:22} {spent / whole:5.0%}")


def repeated(docx: bytes, factor: int) -> bytes:
    """A document with its content many times over."""
    parts = package.read(docx)
    start, body, end = re.split(
        r"(?<=<w:body>)|(?=<w:sectPr>(?:(?!<w:sectPr>).)*</w:body>)",
        parts[DOCUMENT].decode(),
        flags=re.DOTALL,
    )
    parts[DOCUMENT] = f"{start}{body * factor}{end}".encode()
    return package.write(parts)


def grown(raw: bytes, factor: int) -> bytes:
    """The plan with its first text repeated in appendices, after the other chapters."""
    text = raw.decode()
    start, end = text.index("  - rubrik: Inledning\n"), text.index("  - rubrik: Syfte\n")
    appendix = text[start:end].replace("Inledning\n", "Bilaga\n    slag: bilaga\n", 1)
    count = round((factor - 1) * len(raw) / len(appendix.encode()))
    chapters, after, rest = text.partition("\n# Engelska ord")
    return f"{chapters}\n{appendix * count}{after}{rest}".encode()


def whole(raw: bytes, plan_schema: schema.Schema, template: bytes) -> None:
    made = content(raw, plan_schema)
    docx = render(template, made, Kept(), provenance.Trace(provenance.origin(2017, raw)))
    assert verify(docx, made) == []


def content(raw: bytes, plan_schema: schema.Schema) -> context.Context:
    read, findings = source.read("plan", raw, SHAPE)
    checked = schema.check(read, plan_schema)
    built = plan.build(checked.data, checked.broken)
    assert built is not None
    assert not has_errors([*findings, *checked.findings, *checks.run(built)])
    return context.make(built)


def as_plain(value: object) -> object:
    """The Context as JSON; prose as the XML of its runs."""
    if isinstance(value, Inline):
        return {"xml": "".join(_piece(piece, STYLES, None, Notes(1)) for piece in value.pieces)}
    if isinstance(value, dict):
        return {key: as_plain(item) for key, item in value.items()}
    return [as_plain(item) for item in value] if isinstance(value, list) else value


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
