"""The contract between template and data: each kind of fault is told in its words, and what is
accepted can be rendered."""

import io
import random
import re
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest
import wordify
from sizes import size

from generator import cli, context, files, own, pipeline
from generator.findings import Finding
from generator.ooxml import package
from generator.templating import UnusableTemplateError
from generator.word.contract import CODES, contract
from generator.word.render import render
from generator.word.template import DOCUMENT
from generator.word.verify import verify

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
PARAGRAPH = re.compile(r"<w:p>(?:(?!</w:p>).)*</w:p>", re.DOTALL)
HEADER = "word/header1.xml"
STYLES = "word/styles.xml"


def line(text: str, style: str = "Mallkod") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def changed(template: bytes, *changes: tuple[str, str], part: str = DOCUMENT) -> bytes:
    """The template with each (old, new) replaced in a part, the first time it stands there."""
    parts = package.read(template)
    xml = parts.get(part, b"").decode()
    for old, new in changes:
        assert old in xml, old
        xml = xml.replace(old, new, 1)
    return package.write({**parts, part: xml.encode()})


TITLE = "mallen, före första rubriken"
FAULTS = {
    "a name that is missing": (
        [("{{ v.rubrik }}", "{{ v.rubriken }}")],
        "MAL001",
        "Taggen {{ v.rubriken }} använder namnet ”rubriken”, som inte finns. Menade du ”rubrik”?",
        "mallen, i makrot ”värdar”",
    ),
    "a name in a branch that no plan of today uses": (
        [(line("{{ k.rubrik }}", "Bilagerubrik"), line("{{ kapitlet.rubrik }}", "Bilagerubrik"))],
        "MAL001",
        "Taggen {{ kapitlet.rubrik }} använder namnet ”kapitlet”, som inte finns. Menade du ”kapitel”?",
        TITLE,
    ),
    "a name in a condition": (
        [("{% if m.parentes %}", "{% if m.parantes %}")],
        "MAL001",
        "Taggen {% if m.parantes %} använder namnet ”parantes”, som inte finns. Menade du ”parentes”?",
        "mallen, i makrot ”kalender”, i stycket ”{{ m.datum }}{% if m.parantes %} ({{ m.parentes }}){% endif %}”",
    ),
    "a macro that is missing": (
        [("{{p löptext(d.text) }}", "{{p lopptext(d.text) }}")],
        "MAL001",
        "Taggen {{p lopptext(d.text) }} använder makrot ”lopptext”, som inte finns ovanför. Menade du ”löptext”?",
        "mallen, i makrot ”innehåll”",
    ),
    "a loop over no list": (
        [("{%p for a in k.avsnitt %}", "{%p for a in titel %}")],
        "MAL001",
        "Taggen {%p for a in titel %} går igenom något som inte är en lista.",
        "mallen, under rubriken ”{{ k.rubrik }}”",
    ),
    "a part of what may be missing": (
        [("{%p if d.värdkommuner %}", "{%p if d.text %}")],
        "MAL001",
        "Taggen {{ v.rubrik }} frågar efter en del av ”värdkommuner”, som kan saknas.",
        "mallen, i makrot ”värdar”",
    ),
    "a text that is never shown": (
        [(line("{{p löptext(d.text) }}"), "")],
        "MAL002",
        "Mallen visar aldrig ”kapitel.innehåll.text”. Texten skulle försvinna ur dokumentet.",
        "mallen, i makrot ”innehåll”, nära ”{{r s.innehåll }}”",
    ),
    "a sum that is never shown": (
        [("{{ b.summa }}", "0")],
        "MAL002",
        "Mallen visar aldrig ”kapitel.innehåll.budget.sidor.summa”. Texten skulle försvinna ur dokumentet.",
        "mallen, i makrot ”belopp”, nära ”{{ b.kolumn }}”",
    ),
    "an empty cell": (
        [('<w:r><w:t xml:space="preserve">Summa</w:t></w:r>', "")],
        "MAL010",
        "En cell efter ”{%tr endfor %}” är tom.",
        "mallen, i makrot ”belopp”",
    ),
    "a text that one branch forgets": (
        [("{{r s.innehåll }}", "Punkt")],
        "MAL002",
        "{%p if s.tabell %} visar ”innehåll” i en del av fallen. I de andra skulle texten försvinna.",
        "mallen, i makrot ”löptext”",
    ),
    "a heading twice": (
        [(line("{{ k.rubrik }}", "Heading1"), line("{{ k.rubrik }}", "Heading1") * 2)],
        "MAL002",
        "Taggen {{ k.rubrik }} visar rubriken ”kapitel.rubrik” en gång till.",
        "mallen, under rubriken ”{{ k.rubrik }}”",
    ),
    "a heading in a loop over something else": (
        [(line("{%p if loop.length == 1 %}"), line("{{ g.rubrik }}", "Heading2") + line("{%p if loop.length == 1 %}"))],
        "MAL002",
        "Taggen {{ g.rubrik }} visar rubriken ”kapitel.innehåll.kalender.rubrik” flera gånger.",
        "mallen, i makrot ”kalender”",
    ),
    "a loop left open": (
        [(line("{%p endfor %}"), "")],
        "MAL003",
        "{%p for s in stycken %} har inget slut.",
        "mallen, i makrot ”löptext”",
    ),
    "an end too many": (
        [(line("{%p if utkast %}"), line("{%p endif %}") + line("{%p if utkast %}"))],
        "MAL003",
        "{%p endif %} har ingen början: ingen if är öppen här.",
        TITLE,
    ),
    "an else too many": (
        [(line("{%p else %}"), line("{%p else %}") * 2)],
        "MAL003",
        "{%p else %} har ingen början: {%p if s.tabell %}, i makrot ”löptext”, är öppen här.",
        "mallen, i makrot ”löptext”",
    ),
    "a block without its p": (
        [("{%p for a in k.avsnitt %}", "{% for a in k.avsnitt %}")],
        "MAL003",
        "{%p endfor %} hör till {% for a in k.avsnitt %}, under rubriken ”{{ k.rubrik }}”, men står inte på samma nivå.",
        "mallen, under rubriken ”{{ k.rubrik }}”",
    ),
    "conditions without measure": (
        [("UTKAST", f"{'{% if utkast %}' * 14}UTKAST{'{% endif %}' * 14}")],
        "MAL003",
        "{% if utkast %} ligger inuti 14 andra delar. Det är för många.",
        f"mallen, före första rubriken, i stycket ”{('{% if utkast %}' * 14)[:80]}”",
    ),
    "a brace too few": (
        [("{{ titel }}", "{{ titel }")],
        "MAL004",
        "En klammer står ensam i ”{{ titel }”.",
        TITLE,
    ),
    "a keyword that is misspelt": (
        [("{%p for a in k.avsnitt %}", "{%p forr a in k.avsnitt %}")],
        "MAL004",
        "Taggen {%p forr a in k.avsnitt %} börjar med ett ord som inte finns: ”forr”. Menade du ”for”?",
        "mallen, under rubriken ”{{ k.rubrik }}”",
    ),
    "a tag that cannot be read": (
        [("{{ titel }}", "{{ titel. }}")],
        "MAL004",
        "Taggen {{ titel. }} går inte att läsa.",
        TITLE,
    ),
    "a remark": ([("{{ titel }}", "{# titel #}")], "MAL004", "Anteckningen {# titel #} går inte att ha i mallen.", TITLE),
    "a tag that computes": (
        [("{{ titel }}", "{{ titel|upper }}")],
        "MAL004",
        "Taggen {{ titel|upper }} gör mer än en tagg i mallen kan.",
        TITLE,
    ),
    "a letter of another tag": (
        [("{{ titel }}", "{{tr titel }}")],
        "MAL004",
        "Taggen {{tr titel }} har en bokstav som inte hör till en sådan tagg.",
        TITLE,
    ),
    "a macro below a condition": (
        [(line("{%p if utkast %}"), line("{%p if utkast %}") + line("{%p macro ny(x) %}") + line("{%p endmacro %}"))],
        "MAL004",
        "Taggen {%p macro ny(x) %} är ett makro på fel ställe.",
        "mallen, i makrot ”ny”",
    ),
    "a curly quotation mark": (
        [("{%p if nivå == 2 %}", "{%p if nivå == ”2” %}")],
        "MAL005",
        "Taggen {%p if nivå == ”2” %} innehåller tecknet ”””, som inte hör hemma i en tagg.",
        "mallen, i makrot ”rubrik”",
    ),
    "a space that does not break": (
        [("{{ titel }}", "{{\u00a0titel }}")],
        "MAL005",
        "Taggen {{ titel }} innehåller ett hårt mellanslag, som inte hör hemma i en tagg.",
        TITLE,
    ),
    "a dash of Word's": (
        [("{{ titel }}", "{{ titel –}}")],
        "MAL005",
        "Taggen {{ titel –}} innehåller tecknet ”–”, som inte hör hemma i en tagg.",
        TITLE,
    ),
    "a tag that a link cuts in two": (
        [("{{ titel }}</w:t></w:r>", '{{ ti</w:t></w:r><w:hyperlink w:anchor="x"><w:r><w:t>tel }}</w:t></w:r></w:hyperlink>')],
        "MAL005",
        "Taggen {{ titel }} är delad av en länk, en spårad ändring eller något annat som inte syns.",
        TITLE,
    ),
    "text beside a p": (
        [("{%p if utkast %}", "Text {%p if utkast %}")],
        "MAL006",
        "Taggen {%p if utkast %} står inte ensam i sitt stycke. Det andra skulle försvinna.",
        "mallen, före första rubriken, i stycket ”Text {%p if utkast %}”",
    ),
    "text beside a tr": (
        [("{%tr for rad in b.rader %}</w:t></w:r></w:p>", "{%tr for rad in b.rader %}</w:t></w:r></w:p>" + line("Text"))],
        "MAL006",
        "Taggen {%tr for rad in b.rader %} står inte ensam i sin rad. Det andra skulle försvinna.",
        "mallen, i makrot ”belopp”",
    ),
    "text beside a tc": (
        [("{%tc for c in rad.celler %}</w:t></w:r></w:p>", "{%tc for c in rad.celler %}</w:t></w:r></w:p>" + line("Text"))],
        "MAL006",
        "Taggen {%tc for c in rad.celler %} står inte ensam i sin cell. Det andra skulle försvinna.",
        "mallen, i makrot ”texttabell”",
    ),
    "a tc outside a table": (
        [("{%p if utkast %}", "{%tc if utkast %}")],
        "MAL006",
        "Taggen {%tc if utkast %} står inte i en tabell.",
        TITLE,
    ),
    "cells repeated into another row": (
        [("{%tc endfor %}", "…"), ("{%tc for c in rad.celler %}", "{%tc endfor %}")],
        "MAL003",
        "{%tc endfor %} hör till {%tr for rad in t.rader %}, i makrot ”texttabell”, men står inte på samma nivå.",
        "mallen, i makrot ”texttabell”",
    ),
    "rows repeated where cells should be": (
        [("{%tc endfor %}", "{%tr endfor %}")],
        "MAL006",
        "Taggen {%tr endfor %} står inte ensam i sin rad. Det andra skulle försvinna.",
        "mallen, i makrot ”texttabell”",
    ),
    "a tr outside a table": (
        [("{%p if utkast %}", "{%tr if utkast %}")],
        "MAL006",
        "Taggen {%tr if utkast %} står inte i en tabell.",
        TITLE,
    ),
    "a cell that may lose its paragraphs": (
        [("{{ m.värd }}</w:t></w:r></w:p>", "{{ m.värd }}</w:t></w:r></w:p>" + line("{{p löptext(g.text) }}"))],
        "MAL006",
        "Taggen {{p löptext(g.text) }} står sist i sin cell, som då kan stå utan stycke.",
        "mallen, i makrot ”kalender”",
    ),
    "a heading beside text": (
        [(line("{{ k.rubrik }}", "Heading1"), line("Om {{ k.rubrik }}", "Heading1"))],
        "MAL006",
        "Taggen {{ k.rubrik }} har annan text i sitt stycke.",
        "mallen, under rubriken ”{{ k.rubrik }}”, i stycket ”Om {{ k.rubrik }}”",
    ),
    "a word that runs into a tag": (
        [("{{ beslut.ord }}{% if", "Beslut{{ beslut.ord }}{% if")],
        "MAL006",
        "I stycket ”Beslut{{ beslut.ord }}{% if beslut.datum %} {{ beslut.datum }}{% endif %}” "
        "står Beslut{{ tätt ihop, så att två ord blir ett.",
        TITLE,
    ),
    "prose without its r": (
        [("{{r s.innehåll }}", "{{ s.innehåll }}")],
        "MAL007",
        "Taggen {{ s.innehåll }} visar löptext och ska börja med {{r.",
        "mallen, i makrot ”löptext”",
    ),
    "a plain text with an r": (
        [("{{ titel }}", "{{r titel }}")],
        "MAL007",
        "Taggen {{r titel }} visar en vanlig text och ska börja med {{.",
        TITLE,
    ),
    "a macro without its p": (
        [("{{p löptext(d.text) }}", "{{ löptext(d.text) }}")],
        "MAL007",
        "Taggen {{ löptext(d.text) }} använder ett makro och ska börja med {{p.",
        "mallen, i makrot ”innehåll”",
    ),
    "a list where a text should be": (
        [("{{ titel }}", "{{ titel }}, {{ kapitel }}")],
        "MAL007",
        "Taggen {{ kapitel }} ska visa något som inte är en text.",
        "mallen, före första rubriken, i stycket ”{{ titel }}, {{ kapitel }}”",
    ),
    "words formatted by hand": (
        [('<w:t xml:space="preserve">{{ titel }}', '<w:rPr><w:b/><w:sz w:val="40"/></w:rPr><w:t>{{ titel }}')],
        "MAL008",
        "Stycket ”{{ titel }}” har egen formatering: fet stil och teckenstorlek.",
        TITLE,
    ),
    "a paragraph formatted by hand": (
        [('<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Title"/><w:jc w:val="center"/><w:framePr/>')],
        "MAL008",
        "Stycket ”{{ titel }}” har egen formatering: justering.",
        TITLE,
    ),
    "a style that is missing": (
        [('"Quote"', '"Citatet"')],
        "MAL009",
        "Formatmallen ”Citatet” används men finns inte.",
        "mallen, i makrot ”innehåll”, i stycket ”{{r s.innehåll }}”",
    ),
    "a heading that is no heading": (
        [(line("{{ k.rubrik }}", "Heading1"), line("{{ k.rubrik }}", "Quote"))],
        "MAL009",
        "Taggen {{ k.rubrik }} visar en rubrik, men har formatmallen ”Quote”, som inte är någon rubrik.",
        "mallen, under rubriken ”{{ k.rubrik }}”",
    ),
    "a prose that is a heading": (
        [(line("{{r s.innehåll }}", "ListBullet"), line("{{r s.innehåll }}", "Heading2"))],
        "MAL009",
        "Taggen {{r s.innehåll }} visar löptext, men har formatmallen ”heading 2”, som är en rubrik.",
        "mallen, i makrot ”löptext”",
    ),
    "a text in the style of what goes away": (
        [(line("{{ titel }}", "Title"), line("{{ titel }}", "Mallkod"))],
        "MAL009",
        "Stycket ”{{ titel }}” syns i dokumentet, men har formatmallen Mallkod.",
        TITLE,
    ),
    "an empty paragraph": (
        [(line("{{ titel }}", "Title"), "<w:p/>" + line("{{ titel }}", "Title"))],
        "MAL010",
        "Ett stycke efter ”{{ organisation }}” är tomt.",
        TITLE,
    ),
    "a paragraph that a condition may empty": (
        [(line("{{ titel }}", "Title"), line("{% if utkast %}Text{% endif %}") + line("{{ titel }}", "Title"))],
        "MAL010",
        "Stycket ”{% if utkast %}Text{% endif %}” kan bli tomt.",
        TITLE,
    ),
    "a paragraph with a text that may be empty": (
        [(line("{%p if g.tider %}") + line("{{ g.tider }}", "Tider") + line("{%p endif %}"), line("{{ g.tider }}", "Tider"))],
        "MAL010",
        "Stycket ”{{ g.tider }}” kan bli tomt.",
        "mallen, i makrot ”kalender”",
    ),
    "a tag in a text box": (
        [("<w:r><w:t xml:space=\"preserve\">UTKAST", f"<w:r><w:pict><w:txbxContent>{line('{{ år }}')}</w:txbxContent></w:pict></w:r><w:r><w:t> UTKAST")],
        "MAL011",
        "Taggen {{ år }} står i en textruta, eller bredvid en.",
        "mallen, före första rubriken, i stycket ”{{ år }} UTKAST”",
    ),
    "a tag in the description of a table": (
        [('<w:tblCaption w:val="Belopp"/>', '<w:tblCaption w:val="{{ titel }}"/>')],
        "MAL011",
        "Taggen {{ titel }} fylls inte i där den står: i en not, en länks adress, en fältkod, en beskrivning eller en spårad ändring.",
        "mallen, i makrot ”belopp”, i stycket ”{{p rubrik(b.rubrik, b.nivå) }}”",
    ),
    "a page break in a paragraph": (
        [('<w:t xml:space="preserve">{{ titel }}', '<w:br w:type="page"/><w:t xml:space="preserve">{{ titel }}')],
        "MAL008",
        "Stycket ”{{ titel }}” har en sidbrytning inne i texten.",
        TITLE,
    ),
    "a cell with a colour of its own": (
        [('<w:tcW w:w="1418" w:type="dxa"/>', '<w:tcW w:w="1418" w:type="dxa"/><w:shd w:val="clear" w:fill="F2F2F2"/>')],
        "MAL008",
        "Cellen med ”År” har en egen bakgrundsfärg.",
        "mallen, i makrot ”värdar”",
    ),
    "a change that is tracked": (
        [('<w:r><w:t xml:space="preserve">{{ titel }}</w:t></w:r>', '<w:del w:id="8"><w:r><w:delText>Gammal</w:delText></w:r></w:del><w:ins w:id="9"><w:r><w:t>{{ titel }}</w:t></w:r></w:ins>')],
        "MAL012",
        "Mallen har spårade ändringar eller kommentarer. De skulle följa med in i dokumentet.",
        "mallen, före första rubriken, i stycket ”{{ titel }}”",
    ),
    "a paragraph mark that is tracked": (
        [('<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Title"/><w:rPr><w:ins w:id="9"/></w:rPr>')],
        "MAL012",
        "Mallen har spårade ändringar eller kommentarer. De skulle följa med in i dokumentet.",
        "mallen, före första rubriken, i stycket ”{{ titel }}”",
    ),
    "a comment": (
        [("{{ titel }}</w:t></w:r>", '{{ titel }}</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r>')],
        "MAL012",
        "Mallen har spårade ändringar eller kommentarer. De skulle följa med in i dokumentet.",
        "mallen, före första rubriken, i stycket ”{{ titel }}”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", ["as generated", "all"])
@pytest.mark.parametrize(("changes", "code", "message", "where"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(template, changes, code, message, where, way):
    findings = contract(wordify.wordified(changed(template, *changes), way))
    assert (code, message, where) in [
        (finding.code, finding.message, finding.where) for finding in findings
    ]
    assert len({finding.code for finding in findings}) == 1, findings
    assert all(finding.hint.endswith(".") for finding in findings)


def test_tracked_changes_are_told_once_for_each_part(template):
    moved = (
        '<w:r><w:t xml:space="preserve">{{ titel }}</w:t></w:r>',
        '<w:moveTo w:id="9"><w:r><w:t>{{ titel }}</w:t></w:r></w:moveTo>',
    )
    decided = "{{ beslut.datum }}{% endif %}</w:t></w:r>"
    wrapped = (decided, f'{decided}<w:ins w:id="7"><w:r><w:t>!</w:t></w:r></w:ins>')
    header = (
        "{{ organisation }}</w:t></w:r>",
        '{{ organisation }}</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r>',
    )
    findings = contract(changed(changed(template, moved, wrapped), header, part=HEADER))
    assert [(finding.code, finding.where.split(", i stycket")[0]) for finding in findings] == [
        ("MAL012", "mallen, före första rubriken"),
        ("MAL012", "mallen, i sidhuvudet"),
    ]


def test_a_hint_that_word_adds_by_itself_is_no_formatting(template):
    assert contract(changed(template, ('<w:t xml:space="preserve">{{ titel }}', '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{{ titel }}'))) == []  # fmt: skip


def test_an_empty_paragraph_with_a_page_break_is_told_what_to_do_instead(template):
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    (finding,) = contract(
        changed(template, (line("{{ titel }}", "Title"), page + line("{{ titel }}", "Title")))
    )
    assert (finding.code, finding.message) == (
        "MAL010",
        "Ett stycke efter ”{{ organisation }}” är tomt.",
    )
    assert (
        finding.hint
        == "Ta bort det. Välj i stället Sidbrytning före i formatmallen för stycket efter."
    )


UNREADABLE = {
    "another language": (STYLES, '<w:lang w:val="sv-SE"', '<w:lang w:val="en-US"', "TIL004", "Dokumentets språk är inte svenska.", "mallen"),
    "a table without a heading row": (
        DOCUMENT,
        "<w:tblHeader/>",
        "",
        "TIL007",
        "Tabellen ”Tabell” har ingen märkt rubrikrad.",
        "mallen, i makrot ”texttabell”, i stycket ”{%tc if t.huvud.först.höger %}”",
    ),
    "merged cells": (
        DOCUMENT,
        '<w:tcW w:w="1418" w:type="dxa"/>',
        '<w:tcW w:w="1418" w:type="dxa"/><w:vMerge w:val="restart"/>',
        "TIL008",
        "Tabellen ”Värdkommuner” har sammanslagna celler.",
        "mallen, i makrot ”värdar”, i stycket ”År”",
    ),
    "a grey style": (
        STYLES,
        '<w:color w:val="A61C1C"/><w:spacing w:val="60"/>',
        '<w:color w:val="999999"/><w:spacing w:val="60"/>',
        "TIL012",
        "Kontrasten är 2,8, men ska vara minst 3,0.",
        "mallen, före första rubriken, i stycket ”UTKAST”",
    ),
    "a grey style for links": (
        STYLES,
        '<w:color w:val="1F4E5F"/><w:u w:val="single"/>',
        '<w:color w:val="999999"/><w:u w:val="single"/>',
        "TIL012",
        "Kontrasten är 2,8, men ska vara minst 4,5.",
        "mallen, i makrot ”texttabell”, i stycket ”{{r t.huvud.först.innehåll }}”",
    ),
    "a level skipped": (
        DOCUMENT,
        line("{{p innehåll(k.innehåll) }}"),
        line("Översikt", "Heading3") + line("{{p innehåll(k.innehåll) }}"),
        "TIL006",
        "Rubriken ”Översikt” är på nivå 3, men den före på nivå 1.",
        "mallen, under rubriken ”{{ k.rubrik }}”",
    ),
    "a level skipped in a macro": (
        DOCUMENT,
        line("{{ h }}", "Heading3"),
        line("{{ h }}", "Heading4"),
        "TIL006",
        "Rubriken ”{{ h }}” är på nivå 4, men den före på nivå 2.",
        "mallen, i makrot ”rubrik”",
    ),
    "a link that says nothing": (
        DOCUMENT,
        "UTKAST</w:t></w:r>",
        'UTKAST</w:t></w:r><w:hyperlink w:anchor="x"><w:r><w:t>här</w:t></w:r></w:hyperlink>',
        "TIL001",
        "Länktexten ”här” säger inte vart länken leder.",
        "mallen, före första rubriken, i stycket ”UTKASThär”",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "old", "new", "code", "message", "where"), UNREADABLE.values(), ids=UNREADABLE
)
def test_what_someone_could_not_read_is_told_of_the_template(
    template, part, old, new, code, message, where
):
    findings = contract(changed(template, (old, new), part=part))
    assert (code, message, where) in [
        (finding.code, finding.message, finding.where) for finding in findings
    ]
    assert {finding.code for finding in findings} == {code}
    assert all(finding.hint.endswith(".") for finding in findings)


def test_the_style_that_is_too_faint_is_named(template):
    links = (
        '<w:color w:val="1F4E5F"/><w:u w:val="single"/>',
        '<w:color w:val="999999"/><w:u w:val="single"/>',
    )
    (finding,) = contract(changed(template, links, part=STYLES))
    assert finding.hint == "Välj en mörkare färg i formatmallen Hyperlink."


def test_every_code_has_its_fault():
    assert {code for _, code, _, _ in FAULTS.values()} | {"MAL013", "MAL014"} == set(CODES)


def test_the_template_has_no_fault(template):
    assert contract(template) == []


def test_a_fault_in_the_header_is_told_so(template):
    (finding,) = contract(
        changed(template, ("{{ organisation }}", "{{ organisationen }}"), part=HEADER)
    )
    assert (
        finding.where
        == "mallen, i sidhuvudet, i stycket ”{{ organisationen }} {% if utkast %}UTKAST{% endif %}”"
    )


def test_a_tag_in_a_footnote_is_told(template):
    notes = f'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{line("{{ titel }}")}</w:footnotes>'
    parts = package.read(template)
    wordify.add(parts, "word/footnotes.xml", notes)
    (finding,) = contract(package.write(parts))
    assert (finding.code, finding.where) == ("MAL011", "mallen, i fotnoterna")


def test_a_numbering_that_is_missing_is_told(template):
    (finding,) = contract(
        changed(template, ('<w:num w:numId="3">', '<w:num w:numId="4">'), part="word/numbering.xml")
    )
    assert finding.message == "Numreringen ”3” används men finns inte."


@pytest.mark.parametrize(
    ("name", "shown", "how"),
    [
        ("Hyperlink", "Hyperlänk (Hyperlink)", "högerklicka på Hyperlänk"),
        ("Strong", "Stark (Strong)", "högerklicka på Stark"),
        ("Emphasis", "Betoning (Emphasis)", "högerklicka på Betoning"),
        ("Fet kursiv", "Fet kursiv", "Ny formatmall"),
    ],
)
def test_a_style_that_prose_needs_is_told(template, name, shown, how):
    (finding,) = contract(
        changed(template, (f'<w:name w:val="{name}"/>', '<w:name w:val="Annan"/>'), part=STYLES)
    )
    assert (finding.code, finding.message) == (
        "MAL009",
        f"Teckenformatmallen {shown} saknas. Planens löptext behöver den.",
    )
    assert how in finding.hint
    assert finding.where == "mallen, bland formatmallarna"


IDS = re.compile(r'(w:styleId=|<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val=)"(\w+)"')
SWEDISH = {
    "Title": "Rubrik",
    "Strong": "Stark",
    "Emphasis": "Betoning",
    "Hyperlink": "Hyperlnk",
    "Quote": "Citat",
}


def in_swedish(template: bytes) -> bytes:
    """The template as a Word in another language saves it: its own ids, and the English names alone
    as they were."""
    parts = package.read(template)
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            parts[name] = IDS.sub(
                lambda m: f'{m[1]}"{swedish_id(m[2])}"', content.decode()
            ).encode()
    return package.write(parts)


def swedish_id(identifier: str) -> str:
    return SWEDISH.get(
        identifier,
        identifier.replace("Heading", "Rubrik") if "Heading" in identifier else f"X{identifier}",
    )


def test_the_styles_ids_may_be_in_any_language(template, full_plan, plan_schema):
    renamed = in_swedish(template)
    assert b'w:styleId="Rubrik1"' in package.read(renamed)[STYLES]
    assert contract(renamed) == []
    built = pipeline.produce("plan", full_plan, plan_schema, renamed)
    assert built.docx, [finding.message for finding in built.findings]
    used = set(re.findall(r'<w:rStyle w:val="(\w+)"', package.read(built.docx)[DOCUMENT].decode()))
    assert used >= {"Stark", "Betoning", "XStrongEmphasis", "Hyperlnk"}


def test_names_of_styles_are_found_in_any_case(template):
    assert (
        contract(
            changed(
                template,
                ('<w:name w:val="Hyperlink"/>', '<w:name w:val="hyperlink"/>'),
                part=STYLES,
            )
        )
        == []
    )


def restyled(template: bytes, identifier: str, based: str) -> bytes:
    """The template with all chapters but the first in a style of their own, based on another."""
    style = f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{identifier}"/><w:basedOn w:val="{based}"/></w:style>'
    heading = (line("{{ k.rubrik }}", "Heading1"), line("{{ k.rubrik }}", identifier))
    return changed(changed(template, heading), ("</w:styles>", f"{style}</w:styles>"), part=STYLES)


def test_a_style_based_on_a_heading_is_a_heading(template, context_2017):
    kapitel = restyled(template, "Kapitel", "Heading1")
    assert contract(kapitel) == []
    assert verify(render(kapitel, context_2017), context_2017) == []


def test_a_style_that_is_only_called_a_heading_is_none(template, context_2017):
    rubrikrad = restyled(template, "Rubrikrad", "Normal")
    (finding,) = contract(rubrikrad)
    assert (finding.code, finding.message) == (
        "MAL009",
        "Taggen {{ k.rubrik }} visar en rubrik, men har formatmallen ”Rubrikrad”, som inte är någon rubrik.",
    )
    lost = [
        (fault.code, fault.at) for fault in verify(render(rubrikrad, context_2017), context_2017)
    ]
    assert [place for place in lost if place[0] == "VER001"] == [
        ("VER001", ("kapitel", number, "rubrik"))
        for number in range(1, len(context_2017["kapitel"]))
    ]
    assert len(lost) > 5


def test_a_tag_that_word_has_split_is_whole(template):
    split = "{</w:t></w:r><w:proofErr/><w:r><w:rPr><w:lang w:val=\"en-US\"/></w:rPr><w:t>{ ti</w:t></w:r><w:r><w:t>tel }}"  # fmt: skip
    assert contract(changed(template, ("{{ titel }}", split))) == []


def test_faults_are_told_all_at_once_and_in_the_template_s_order(template):
    broken = changed(
        template,
        ("{{ titel }}", "{{ titl }}"),
        ("{{ v.rubrik }}", "{{ v.rubrk }}"),
        ("UTKAST", " "),
    )
    assert [finding.code for finding in contract(broken)] == ["MAL001", "MAL010", "MAL001"]


@pytest.fixture(scope="session")
def contexts(plan_2017, small_plan, plan_schema) -> list[context.Context]:
    """Of the tests' plans, one of them with all that a plan may have."""
    fees = "".join(
        f"\n              {name}: 100 000"
        for name in (
            "Botkyrka",
            "Haninge",
            "Huddinge",
            "Nykvarn",
            "Nynäshamn",
            "Salem",
            "Södertälje",
            "Tyresö",
        )
    )
    whole = small_plan.decode().replace(
        "belopp: 800 000", f"belopp: 800 000\n            per_kommun:{fees}"
    )
    whole = whole.replace(
        '"Vi samverkar."',
        '"Vi samverkar."\n    avsnitt:\n      - rubrik: Nytt\n        text: "- En punkt"',
    )
    whole = f'{whole.rstrip()}\n  - rubrik: Ordlista\n    slag: bilaga\n    text: "Ett ord."\n'
    return [
        context.make(pipeline.check("", raw, plan_schema).plan)
        for raw in (plan_2017, small_plan, whole.encode())
    ]


def damaged(xml: str, dice: random.Random) -> str:
    """One tag with a character less or more, or left out; or a paragraph or a tag left out,
    repeated or moved."""
    tags, lines = (
        list(TAG.finditer(xml)),
        [match for match in PARAGRAPH.finditer(xml) if TAG.search(match[0])],
    )
    kind = dice.choice(("less", "more", "untagged", "dropped", "repeated", "moved", "swapped"))
    if kind in ("less", "more", "untagged"):
        tag = dice.choice(tags)
        at = dice.randrange(tag.start(), tag.end())
        if kind == "untagged":
            return xml[: tag.start()] + xml[tag.end() :]
        return (
            xml[:at]
            + (dice.choice("aprt .%{}_|1") + xml[at] if kind == "more" else "")
            + xml[at + 1 :]
        )
    first, second = sorted(
        dice.sample(tags if kind == "swapped" else lines, 2), key=lambda match: match.start()
    )
    between, after = xml[first.end() : second.start()], xml[second.end() :]
    if kind == "dropped":
        return xml[: first.start()] + between + second[0] + after
    if kind == "repeated":
        return xml[: first.end()] + between + first[0] + second[0] + after
    return xml[: first.start()] + second[0] + between + first[0] + after


def test_what_the_contract_accepts_can_be_rendered(template, contexts):
    parts = package.read(template)
    accepted = rejected = 0
    # Always the same damages: one in some thousands glues two values together, which only the proof
    # of the document sees.
    for seed in range(size(45, 300)):
        broken = package.write(
            {**parts, DOCUMENT: damaged(parts[DOCUMENT].decode(), random.Random(seed)).encode()}
        )
        try:
            findings = contract(broken)
        except UnusableTemplateError:
            continue
        rejected += bool(findings)
        accepted += not findings
        for content in contexts if not findings else ():
            assert verify(render(broken, content), content) == [], seed
    assert accepted > size(1, 5)
    assert rejected > size(25, 200)


def of_zip(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def of_document(content: bytes, **parts: bytes) -> bytes:
    """A package in which all but the document is as it should be."""
    whole = {**package.read(files.read(files.TEMPLATE)), DOCUMENT: content, **parts}
    return of_zip(**whole)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ingen Word-fil"),
        (b"hej", "ingen Word-fil"),
        (of_zip(a=b"b"), "inget Word-dokument"),
        (of_zip(**{"[Content_Types].xml": b"<Types/>"}), "inget Word-dokument"),
        (of_zip(**{"[Content_Types].xml": b"<Types"}), "skadad"),
        (of_document(b"<w:p>"), "skadad"),
        (of_document(b"\xff\xfe"), "skadad"),
        (of_document(b" " * 3_000_000), "för stor"),
        (of_document(b"<x/>", **{"../../utanför.xml": b""}), "skadad"),
        (of_document(b"<x/>", **{"C:\\utanför.xml": b""}), "skadad"),
        (of_zip(**{DOCUMENT: b"", "word/media/x.png": bytes(60_000_000)}), "för stor"),
    ],
)
def test_what_is_no_template_is_one_sentence(content, words):
    with pytest.raises(UnusableTemplateError, match=words):
        contract(content)


@pytest.mark.parametrize("long", ["{{ titel }} " * 60_000, "{{ titel " * 60_000, "{" * 1_000_000])
def test_a_paragraph_without_measure_is_one_sentence(template, long):
    with pytest.raises(UnusableTemplateError, match="orimligt långt stycke"):
        contract(changed(template, ("{{ titel }}", long)))


def test_a_tag_that_is_too_deep_is_one_sentence(template):
    with pytest.raises(UnusableTemplateError, match="inuti varandra"):
        contract(changed(template, ("{{ titel }}", f"{{{{ {'(' * 400}titel{')' * 400} }}}}")))


def test_macros_that_use_each_other_without_measure_are_told(template):
    calls = "".join(
        line(f"{{%p macro m{n}() %}}")
        + line(f"{{{{p m{n - 1}() }}}}") * 2
        + line("{%p endmacro %}")
        for n in range(1, 40)
    )
    macros = line("{%p macro m0() %}") + line("{%p endmacro %}") + calls
    findings = contract(
        changed(
            template,
            (line("{%p if utkast %}"), macros + line("{{p m39() }}") + line("{%p if utkast %}")),
        )
    )
    assert {finding.code for finding in findings} == {"MAL004"}


def test_a_template_cut_off_anywhere_is_one_sentence(template):
    for end in range(0, len(template), 97):
        with pytest.raises(UnusableTemplateError, match="skadad"):
            contract(template[:end])


def test_a_template_with_any_byte_changed_gives_no_traceback(template):
    dice = random.Random(1)
    for _ in range(150):
        at = dice.randrange(len(template))
        broken = template[:at] + bytes([dice.randrange(256)]) + template[at + 1 :]
        with suppress(UnusableTemplateError):
            contract(broken)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", cwd=files.ROOT, check=False
    )


def test_the_command_shows_each_fault_with_its_place(tmp_path, template):
    path = tmp_path / "mall.docx"
    path.write_bytes(changed(template, ("{{ titel }}", "{{ titl }}")))
    done = run("template-check", path)
    assert done.returncode == 1
    assert done.stdout == (
        "fel[MAL001]: Taggen {{ titl }} använder namnet ”titl”, som inte finns. Menade du ”titel”?\n"
        " --> mallen, före första rubriken\n"
        "  = hjälp: Namnen står i docs/mall.md.\n"
        "  = regel: Varje namn i mallen finns bland uppgifterna.\n"
        "\n"
        f"{path}: 1 fel\n"
    )


def test_the_command_says_that_all_is_well():
    done = run("template-check")
    assert (done.returncode, done.stdout) == (0, "templates/verksamhetsplan.docx: inga fel\n")


def test_a_plan_is_not_made_from_a_template_with_a_fault(tmp_path, monkeypatch, capsys, template):
    path = tmp_path / "mall.docx"
    path.write_bytes(changed(template, ("{{ titel }}", "{{ titl }}")))
    monkeypatch.setattr(files, "TEMPLATE", path)
    assert cli.main(["plan", "2017", "--output", str(tmp_path / "plan.docx")]) == 1
    shown = capsys.readouterr().out
    assert " --> mallen, före första rubriken\n" in shown
    assert shown.endswith(
        f"{path}: 1 fel\nInget dokument gjordes. Rätta mallen i Word och kör kommandot igen.\n"
    )
    assert not (tmp_path / "plan.docx").exists()


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"hej", "Mallen är ingen Word-fil"), (None, "den finns inte")]
)
def test_the_command_says_in_a_sentence_that_there_is_no_template(tmp_path, content, sentence):
    path = tmp_path / "mall.docx"
    if content:
        path.write_bytes(content)
    done = run("template-check", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_good_content_is_judged_once_and_bad_content_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "KEPT", tmp_path / "kept")
    seen = []

    def judge(content: bytes) -> list[Finding]:
        seen.append(content)
        return [Finding("MAL001", "", ())] if content == b"bad" else []

    for content in (b"good", b"good", b"bad", b"bad"):
        own.judged_once(judge)(content)
    assert seen == [b"good", b"bad", b"bad"]


def test_good_content_is_judged_anew_when_the_tool_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "KEPT", tmp_path / "kept")
    requirements = tmp_path / "plan.txt"
    monkeypatch.setattr(files, "REQUIREMENTS", requirements)
    # Each run of the program asks what it is; within one it is asked once.
    monkeypatch.setattr(own, "tool", own.tool.__wrapped__)
    seen = []
    for versions in ("docxtpl==1", "docxtpl==1", "docxtpl==2"):
        requirements.write_text(versions)
        own.judged_once(lambda content: seen.append(content) or [])(b"good")
    assert len(seen) == 2
