"""What a template must not bring into a document: programs, embedded files, what is fetched, what
Word overwrites."""

import subprocess
import sys

import pytest
import wordify

from generator import files
from generator.ooxml import package
from generator.templating import UnusableTemplateError
from generator.word.contract import contract
from generator.word.render import render
from generator.word.verify import verify

DOCUMENT = "word/document.xml"
TITLE = '<w:t xml:space="preserve">{{ titel }}</w:t></w:r>'
IN_TITLE = "mallen, före första rubriken, i stycket ”{{ titel }}”"
PICTURES = "http://schemas.openxmlformats.org/drawingml/2006"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def related(
    parts, kind: str, address: str, owner: str = DOCUMENT, identifier: str = "rIdX"
) -> None:
    """A relationship to somewhere outside the package."""
    package.relate(parts, owner, kind, address, identifier)
    name = package.relationships_of(owner)
    wordify.edit(parts, name, (f'Target="{address}"', f'Target="{address}" TargetMode="External"'))


def beside_the_title(parts, xml: str) -> None:
    wordify.edit(parts, DOCUMENT, (TITLE, f"{TITLE}{xml}"))


def field(code: str) -> str:
    """A field whose code Word has split, as it does."""
    half = len(code) // 2
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>'
        for part in (code[:half], code[half:])
    )
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}{codes}{separate}<w:r><w:t> 9</w:t></w:r>{end}"


def drawing(reference: str) -> str:
    blip = f'<a:blip xmlns:a="{PICTURES}/main" {R} {reference}/>'
    shape = f'<wp:docPr id="1" name="Bild" descr="Karta"/>{blip}'
    return f'<w:r><w:drawing><wp:inline xmlns:wp="{PICTURES}/wordprocessingDrawing">{shape}</wp:inline></w:drawing></w:r>'


def macros(parts):
    wordify.add(
        parts,
        "word/vbaProject.bin",
        "x",
        "vbaProject",
        content_type="application/vnd.ms-office.vbaProject",
    )
    wordify.edit(
        parts, package.CONTENT_TYPES, ("document.main+xml", "document.macroEnabled.main+xml")
    )


def embedded(kind: str, element: str):
    def change(parts):
        wordify.add(
            parts,
            f"word/embeddings/{kind}1.bin",
            "x",
            kind,
            content_type="application/octet-stream",
        )
        beside_the_title(
            parts, f"<w:r><w:object {R}>{element.format(f'rIdWord{len(parts)}')}</w:object></w:r>"
        )

    return change


def linked_picture(parts):
    related(parts, "image", "https://exempel.se/logga.png")
    beside_the_title(parts, drawing('r:link="rIdX"'))


def other_template(parts):
    related(parts, "attachedTemplate", "file:///C:/Users/a/Mall.dotm", "word/settings.xml")
    wordify.edit(
        parts, "word/settings.xml", ("<w:zoom", '<w:attachedTemplate r:id="rIdX"/><w:zoom')
    )


def whole_file(parts):
    wordify.add(parts, "word/afchunk.htm", "<p/>", "aFChunk", content_type="text/html")
    wordify.edit(
        parts, DOCUMENT, ("<w:sectPr>", f'<w:altChunk r:id="rIdWord{len(parts)}"/><w:sectPr>')
    )


def with_field(code: str):
    return lambda parts: beside_the_title(parts, field(code))


def unknown_field(name: str) -> str:
    return f"Fältet {name} hör inte hemma i mallen: det kan visa eller köra något som inte finns i dokumentet."


def would_follow(what: str) -> str:
    return f"Mallen har {what}, som skulle följa med in i dokumentet."


CARRIED = {
    "macros": (macros, would_follow("makron, alltså program"), "mallen"),
    "DDE": (
        with_field(' DDEAUTO c:\\\\cmd.exe "/k calc" '),
        unknown_field("DDEAUTO"),
        IN_TITLE[:-1],
    ),
    "small letters": (with_field("dde x"), unknown_field("DDE"), IN_TITLE[:-1]),
    "another file's text": (
        with_field("INCLUDETEXT a.docx"),
        unknown_field("INCLUDETEXT"),
        IN_TITLE[:-1],
    ),
    "another file's picture": (
        with_field("INCLUDEPICTURE http://a"),
        unknown_field("INCLUDEPICTURE"),
        IN_TITLE[:-1],
    ),
    "a simple field": (
        lambda parts: beside_the_title(parts, '<w:fldSimple w:instr=" LINK Excel.Sheet a.xlsx "/>'),
        unknown_field("LINK"),
        IN_TITLE,
    ),
    "a field made by fields": (with_field(""), unknown_field("utan namn"), IN_TITLE[:-1]),
    "another template": (other_template, would_follow("en koppling till en annan mall"), "mallen"),
    "a linked picture": (
        linked_picture,
        would_follow("en bild som hämtas från en annan plats"),
        IN_TITLE,
    ),
    "an object": (
        embedded(
            "oleObject",
            '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="{}"/>',
        ),
        would_follow("ett inbäddat objekt"),
        IN_TITLE,
    ),
    "ActiveX": (
        embedded("control", '<w:control r:id="{}"/>'),
        would_follow("ett ActiveX-objekt, alltså ett program"),
        IN_TITLE,
    ),
    "a whole file": (
        whole_file,
        would_follow("en annan fil infogad i sig"),
        "mallen, före första rubriken",
    ),
    "a kind that nobody knows": (
        lambda parts: wordify.add(parts, "word/ny.bin", "x", "nytt", content_type="x/y"),
        would_follow("en del av ett okänt slag (nytt)"),
        "mallen",
    ),
    "a frame": (
        lambda parts: related(parts, "frame", "http://exempel.se"),
        would_follow("en koppling till en annan fil"),
        "mallen",
    ),
}


@pytest.mark.parametrize("way", ["as generated", "all"])
@pytest.mark.parametrize(("change", "message", "where"), CARRIED.values(), ids=CARRIED)
def test_what_must_not_come_along_is_told(template, change, message, where, way):
    parts = package.read(template)
    change(parts)
    findings = contract(wordify.wordified(package.write(parts), way))
    first = next(finding for finding in findings if finding.code == "MAL013")
    assert first.message == message
    assert first.where.startswith(where)
    assert first.hint.endswith(".")


@pytest.mark.parametrize(
    "code", ["PAGE", " NUMPAGES ", "PAGEREF syfte \\h", 'HYPERLINK "https://exempel.se"', "TOC \\o"]
)
def test_a_field_of_the_document_itself_is_no_fault(template, code):
    parts = package.read(template)
    beside_the_title(parts, field(code))
    assert not [finding for finding in contract(package.write(parts)) if finding.code == "MAL013"]


UNFILLED = "Taggen {{ år }} fylls inte i där den står: i en not, en länks adress, en fältkod, en beskrivning eller en spårad ändring."


def link(parts, address: str) -> None:
    related(parts, "hyperlink", address)
    beside_the_title(
        parts, '<w:hyperlink r:id="rIdX"><w:r><w:t> planen på webben</w:t></w:r></w:hyperlink>'
    )


TAGGED = {
    "an address": lambda parts: link(parts, "https://exempel.se/plan/%7B%7B%20år%20%7D%7D"),
    "an address as typed": lambda parts: link(parts, "https://exempel.se/plan/{{ år }}"),
    "a field's code, split": with_field('HYPERLINK "https://exempel.se/{{ år }}"'),
    "a field's code, encoded": with_field('HYPERLINK "https://exempel.se/%7B%7B år %7D%7D"'),
    "a picture's description": lambda parts: beside_the_title(parts, drawing('d="{{ år }}"')),
}


@pytest.mark.parametrize("way", ["as generated", "all"])
@pytest.mark.parametrize("change", TAGGED.values(), ids=TAGGED)
def test_a_tag_that_is_not_filled_in_is_told(template, change, way):
    parts = package.read(template)
    change(parts)
    findings = contract(wordify.wordified(package.write(parts), way))
    told = next(finding for finding in findings if finding.code == "MAL011")
    assert told.message == UNFILLED
    assert told.where.startswith("mallen, före första rubriken, i stycket ”{{ titel }}")


def test_a_control_of_a_property_is_told(template):
    parts = package.read(template)
    binding = '<w:dataBinding w:xpath="/ns0:coreProperties/ns1:title" w:storeItemID="{6C3C8BC8}"/>'
    control = (
        f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent><w:r>{TITLE}</w:sdtContent></w:sdt>"
    )
    wordify.edit(parts, DOCUMENT, (f"<w:r>{TITLE}", control))
    (finding,) = contract(package.write(parts))
    told = "”{{ titel }}” står i en innehållskontroll för en av filens egenskaper, som Word skriver över."
    assert (finding.code, finding.message) == ("MAL011", told)
    assert finding.where == "mallen, före första rubriken"


@pytest.mark.parametrize(
    "mode", ["", '<w:compatSetting w:name="compatibilityMode" w:uri="u" w:val="12"/>']
)
def test_an_older_format_is_told(template, mode):
    parts = package.read(template)
    newest = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    wordify.edit(parts, "word/settings.xml", (newest, mode))
    (finding,) = contract(package.write(parts))
    assert (finding.code, finding.message) == (
        "MAL014",
        "Mallen är i ett äldre Word-format (kompatibilitetsläge).",
    )
    assert finding.hint == "Öppna mallen i Word, välj Arkiv, Info och Konvertera, och spara."


def test_strict_open_xml_is_one_sentence(template):
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006",
            b"http://purl.oclc.org/ooxml/officeDocument",
        )
        for name, content in package.read(template).items()
    }
    with pytest.raises(
        UnusableTemplateError,
        match=r"^Mallen är sparad som Strict Open XML-dokument\..* Word-dokument \(\*\.docx\)\.$",
    ):
        contract(package.write(strict))


@pytest.mark.parametrize("name", [DOCUMENT, "word/styles.xml", "word/theme/theme1.xml"])
def test_definitions_of_its_own_are_one_sentence(template, name):
    parts = package.read(template)
    parts[name] = parts[name].replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1
    )
    with pytest.raises(UnusableTemplateError, match=r"^Mallen har egna definitioner \(DTD\)"):
        contract(package.write(parts))


def test_a_picture_and_a_bookmark_in_a_loop_are_numbered_anew(template, context_2017):
    parts = package.read(template)
    wordify.add(parts, "word/media/a.png", "x", "image", content_type="image/png")
    picture = drawing(f'r:embed="rIdWord{len(parts)}"')
    mark = '<w:bookmarkStart w:id="5" w:name="rad"/><w:bookmarkEnd w:id="5"/>'
    row = '<w:t xml:space="preserve">{{ rad.namn }}</w:t></w:r>'
    text = parts[DOCUMENT].decode()
    assert text.count(row) > 1
    parts[DOCUMENT] = text.replace(row, f"{row}{picture}{mark}").encode()
    beside_the_title(
        parts,
        f'{picture}<w:hyperlink w:anchor="rad"><w:r><w:t> rader nedan</w:t></w:r></w:hyperlink>',
    )
    template = package.write(parts)
    assert contract(template) == []
    made = render(template, context_2017)
    assert verify(made, context_2017) == []
    text = package.read(made)[DOCUMENT].decode()
    assert text.count("<wp:docPr") > 2
    assert all(
        text.count(f'<wp:docPr id="{number}"') == 1
        for number in range(1, text.count("<wp:docPr") + 1)
    )
    assert text.count('w:name="rad"') == 1


def test_a_protected_template_gives_a_document_that_can_be_reviewed(template, context_2017):
    parts = package.read(template)
    protected = '<w:writeProtection w:recommended="1"/><w:zoom'
    wordify.edit(parts, "word/settings.xml", ("<w:zoom", protected))
    wordify.edit(
        parts,
        "word/settings.xml",
        (
            "<w:defaultTab",
            '<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:defaultTab',
        ),
    )
    assert contract(package.write(parts)) == []
    settings = package.read(render(package.write(parts), context_2017))["word/settings.xml"]
    assert b"rotection" not in settings


def test_no_part_s_name_is_a_path(tmp_path, template):
    path = tmp_path / "mall.docx"
    path.write_bytes(package.write({**package.read(template), "../../utanför.xml": b"<x/>"}))
    done = subprocess.run(
        [sys.executable, "-m", "generator", "template-check", str(path)],
        capture_output=True,
        encoding="utf-8",
        cwd=files.ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "Mallen är ingen Word-fil eller är skadad." in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["mall.docx"]
