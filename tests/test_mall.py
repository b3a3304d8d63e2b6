"""docs/mall.md says what is true: its messages are those that are printed, its names and styles
those that there are."""

import re
from collections.abc import Iterator

import pytest
from lxml import etree
from test_contract import STYLES, changed, line
from test_render import UnusableTemplateError

from generator import files, html
from generator.ooxml import package, w
from generator.word.contract import contract, declared
from generator.word.template import DOCUMENT

MANUAL = (files.ROOT / "docs" / "mall.md").read_text(encoding="utf-8")
PICTURE = '<w:drawing><a:blip xmlns:a="a" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rIdB"/></w:drawing>'
OUTSIDE = (
    '<Relationship Id="rIdB" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="file:///C:/logga.png" TargetMode="External"/></Relationships>'
)
AFTER = line("{{p innehåll(a.innehåll) }}")
SHOWN = [
    [(DOCUMENT, "{{ b.summa }}", "{{ b.suma }}")],
    [(DOCUMENT, line("{{p löptext(d.text) }}"), "")],
    [(DOCUMENT, "{{r s.innehåll }}", "Punkt")],
    [(DOCUMENT, AFTER + line("{%p endfor %}"), AFTER)],
    [(DOCUMENT, "{%p for a in k.avsnitt %}", "{% for a in k.avsnitt %}")],
    [(DOCUMENT, "{{ titel }}", "{{ titel }")],
    [(DOCUMENT, "{%p if utkast %}", "Text {%p if utkast %}")],
    [(DOCUMENT, "{%tc for c in rad.celler %}", "{%tr for c in rad.celler %}")],
    [(DOCUMENT, line("{{ titel }}", "Title"), line("{{ titel }}", "Title") + "<w:p/>")],
    [(DOCUMENT, "{{ titel }}</w:t></w:r>", f"{{{{ titel }}}}</w:t></w:r><w:r>{PICTURE}</w:r>"), ("word/_rels/document.xml.rels", "</Relationships>", OUTSIDE)],
    [(STYLES, '<w:name w:val="Tabellhuvud belopp"/>', '<w:name w:val="Tabellhuvud belopp"/><w:rPr><w:color w:val="999999"/></w:rPr>')],
]  # fmt: skip
"""What to do to the template for each message that the manual shows."""


def messages(template: bytes) -> Iterator[str]:
    """Everything that is printed of the faults that the manual shows, as lines of the manual."""
    for changes in SHOWN:
        broken = template
        for part, old, new in changes:
            broken = changed(broken, (old, new), part=part)
        for finding in contract(broken):
            yield f"    fel[{finding.code}]: {finding.message}"
            yield f"     --> {finding.where}"
            yield f"      = hjälp: {finding.hint}"


def test_the_messages_that_the_manual_shows_are_printed(template):
    printed = set(messages(template))
    shown = re.findall(r"^ {4,6}(?:fel\[| -->| = hjälp).*$", MANUAL, re.MULTILINE)
    assert len(shown) > 14
    assert [message for message in shown if message not in printed] == []
    faults = {message for message in shown if "fel[" in message}
    assert len(faults) == len(SHOWN), "each change is there for a message"


def test_the_web_page_s_message_is_printed(context_2017):
    (message,) = re.findall(r"^    templates/verksamhetsplan\.html: (.*)$", MANUAL, re.MULTILINE)
    broken = files.read_page_template().replace(
        "{{ organisation }}</p>\n<h1>", "{{ organisaton }}</p>\n<h1>"
    )
    with pytest.raises(UnusableTemplateError) as caught:
        html.page(broken, context_2017)
    assert str(caught.value) == message


def known(value: declared.Value = declared.ROOT) -> Iterator[str]:
    """The last part of every name that a template may use."""
    for name, part in declared.members(value).items():
        yield name
        yield from known(part)
    if (
        not declared.members(value)
        and getattr(declared.plain(value.hint), "__origin__", None) is list
    ):
        yield from known(declared.item(value))


def test_the_manual_names_all_that_the_template_may_use_and_nothing_else():
    tables = MANUAL[MANUAL.index("## Namnen som mallen") : MANUAL.index("## Formatmallarna")]
    told = {
        name
        for row in re.findall(r"^\| (`.*?) \|", tables, re.MULTILINE)
        for name in re.findall(r"`([\w.]+)`", row)
    }
    told |= set(re.findall(r"`(rad\.\w+)`", tables))
    assert len(told) > 40
    roots = {name.partition(".")[0] for name in told} & declared.members(declared.ROOT).keys()
    assert {name.rpartition(".")[2] for name in told} | roots == set(known())


def test_the_manual_names_every_style_and_every_macro_of_the_template(template):
    parts = package.read(template)
    names = [one.get(w("val")) for one in etree.fromstring(parts[STYLES]).iter(w("name"))]
    own = [
        name for name in names if name not in ("Default Paragraph Font", "Normal Table", "No List")
    ]
    assert len(own) > 30
    styles = MANUAL[MANUAL.index("## Formatmallarna") : MANUAL.index("Byt inte namn")]
    assert [name for name in own if not re.search(rf"[| ,]{name}[ ,(]", styles)] == []
    macros = re.findall(r"\{%p macro (.*?) %\}", parts[DOCUMENT].decode())
    assert re.findall(r"^\| `(\w+\(.*?\))` \|", MANUAL, re.MULTILINE) == macros
