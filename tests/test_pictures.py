"""Pictures, through every stage: read with bounds, shown with their descriptions in the document
and on the web page, kept by reviewers and redlines; what cannot be shown is a sentence."""

import base64
import os
import re
import struct
import subprocess
import zlib
from pathlib import Path

import judge
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from programs import need
from test_feedback import remarks, reviewed
from test_new_paragraphs import ASA, edited, marked, new, strike
from test_redline import WHEN, office
from test_review_kinds import made
from test_rollforward import rolled

from generator import files, html, images, pipeline
from generator.cli import main
from generator.context import make
from generator.images import Flaw, Image
from generator.ooxml import described, package, w
from generator.paragraphs import PICTURE
from generator.prose import parse
from generator.word import redline, verify
from generator.years.compare import compare

PLANS = Path(__file__).parent / "plans"
ALL = (PLANS / "allt.yaml").read_text(encoding="utf-8")
MAP = (PLANS / "bilder/karta.png").read_bytes()
HOUSE = (PLANS / "bilder/huset.jpg").read_bytes()
MAP_SAYS = "De fyra kommunerna runt sjön, som möts i dess mitt"
HOUSE_SAYS = "Ett rött hus med svart tak vid vattnet"
LOGOTYPE_SAYS = "Nämndens logotyp, fyra staplar och en sol"


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(
    width: int = 8,
    height: int = 8,
    *more: bytes,
    pixels: bytes | None = None,
    form: tuple[int, ...] = (1, 0, 0, 0, 0),
) -> bytes:
    rows = b"\0" * ((width + 7) // 8 + 1) * height if pixels is None else pixels
    header = struct.pack(">II5B", width, height, *form)
    parts = (
        chunk(b"IHDR", header),
        *more,
        chunk(b"IDAT", zlib.compress(rows)),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg(frame: int = 0xC0, components: int = 3, size: tuple[int, int] = (8, 8), more=b"") -> bytes:
    content = struct.pack(">BHHB", 8, *size, components) + b"\1\x11\0" * components
    head = struct.pack(">BBH", 0xFF, frame, len(content) + 2) + content
    return b"\xff\xd8" + more + head + b"\xff\xda\0\2pixlar\xff\0\xff\xd9"


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def exif(turned: int, order: str = "<") -> bytes:
    tags = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, 1)
    return segment(0xE1, b"Exif\0\0" + tags + struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0))


BROKEN = "är skadad eller inte hel"
HOSTILE = {
    "nothing": (b"", "BIL002", "är tom"),
    "a text": (b"hej", "BIL002", "är något annat, inte en PNG- eller JPEG-bild"),
    "GIF": (b"GIF89a" + b"\0" * 20, "BIL002", "är en GIF-bild, inte en PNG- eller JPEG-bild"),
    "WebP": (b"RIFF\0\0\0\0WEBPVP8 ", "BIL002", "är en WebP-bild, inte en PNG- eller JPEG-bild"),
    "HEIC": (
        b"\0\0\0\x18ftypheic",
        "BIL002",
        "är en HEIC-bild, som telefoner tar, eller en film, inte en PNG- eller JPEG-bild",
    ),
    "SVG": (
        b'<?xml version="1.0"?>\n<svg onload="x()"/>',
        "BIL002",
        "är en SVG-bild, inte en PNG- eller JPEG-bild",
    ),
    "HTML": (
        "\ufeff<!DOCTYPE html><script>".encode(),
        "BIL002",
        "är en webbsida, inte en PNG- eller JPEG-bild",
    ),
    "a zip": (
        b"PK\x03\x04",
        "BIL002",
        "är ett Office-dokument eller en zip-fil, inte en PNG- eller JPEG-bild",
    ),
    "large": (b"\x89PNG" + b"\0" * images.MOST_BYTES, "BIL003", "är större än 5 MB"),
    "many pixels": (
        png(100_000, 100_000, pixels=b""),
        "BIL003",
        "är 100000 × 100000 punkter, fler än 40 miljoner",
    ),
    "many pixels in a JPEG": (
        jpeg(size=(60_000, 60_000)),
        "BIL003",
        "är 60000 × 60000 punkter, fler än 40 miljoner",
    ),
    "a bomb": (png(pixels=b"\0" * 30_000_000), "BIL002", BROKEN),
    "fewer pixels than it says": (png(pixels=b"\0" * 15), "BIL002", BROKEN),
    "no width": (png(0, 8, pixels=b""), "BIL002", BROKEN),
    "no height of a JPEG": (jpeg(size=(0, 8)), "BIL002", BROKEN),
    "a cut PNG": (png()[:-13], "BIL002", BROKEN),
    "a wrong check": (png()[:-1] + b"\0", "BIL002", BROKEN),
    "more after the end": (png() + b"PK\x03\x04", "BIL002", BROKEN),
    "a colour that is none": (png(form=(8, 7, 0, 0, 0)), "BIL002", BROKEN),
    "no header first": (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "BIL002", BROKEN),
    "a film": (png(8, 8, chunk(b"acTL", b"\0" * 8)), "BIL002", "är en rörlig bild"),
    "a cut JPEG": (jpeg()[:-2], "BIL002", BROKEN),
    "a JPEG without pixels": (b"\xff\xd8\xff\xd9", "BIL002", BROKEN),
    "a segment longer than the file": (b"\xff\xd8\xff\xe0\xff\xff", "BIL002", BROKEN),
    "a segment shorter than itself": (b"\xff\xd8\xff\xe0\0\0" + jpeg()[2:], "BIL002", BROKEN),
    "for print": (
        jpeg(components=4),
        "BIL002",
        "är gjord för tryck (CMYK), och får fel färger på skärm",
    ),
    "lossless": (jpeg(frame=0xC3), "BIL002", "är en ovanlig sorts JPEG, som Word inte visar"),
    "turned": (
        jpeg(more=exif(6)),
        "BIL002",
        "är tagen med kameran på sidan: program visar den olika",
    ),
    "turned, by another camera": (
        jpeg(more=exif(8, ">")),
        "BIL002",
        "är tagen med kameran på sidan: program visar den olika",
    ),
}


@pytest.mark.parametrize(("data", "code", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_picture_is_a_sentence(data, code, why):
    found = images.read(data)
    assert isinstance(found, Flaw)
    assert (found.code, found.why) == (code, why)
    assert found.hint.endswith(".")


GOOD = {
    "PNG": (png(9, 5), ("png", 9, 5)),
    "colours": (png(3, 2, pixels=b"\0" * (1 + 9) * 2, form=(8, 2, 0, 0, 0)), ("png", 3, 2)),
    "see-through, 16 bits": (
        png(3, 2, pixels=b"\0" * (1 + 24) * 2, form=(16, 6, 0, 0, 0)),
        ("png", 3, 2),
    ),
    # The seven passes of an 8 by 8 picture: 1, 1, 2, 2, 4, 4 and 4 rows.
    "interlaced": (png(8, 8, pixels=b"\0" * 30, form=(1, 0, 0, 0, 1)), ("png", 8, 8)),
    "JPEG": (jpeg(size=(5, 9)), ("jpeg", 9, 5)),
    "progressive": (jpeg(frame=0xC2), ("jpeg", 8, 8)),
    "grey": (jpeg(components=1), ("jpeg", 8, 8)),
    "upright": (jpeg(more=exif(1)), ("jpeg", 8, 8)),
    "more after the end of a JPEG": (jpeg() + b"\0\0", ("jpeg", 8, 8)),
    "the map": (MAP, ("png", 1400, 640)),
    "the house": (HOUSE, ("jpeg", 480, 320)),
    "what stands in": (images.stand_in(), ("png", 1400, 700)),
}


@pytest.mark.parametrize(("data", "what"), GOOD.values(), ids=GOOD)
def test_a_picture_is_known_by_what_it_holds(data, what):
    found = images.read(data)
    assert isinstance(found, Image)
    assert (found.format, found.width, found.height) == what


@settings(max_examples=200, deadline=None)
@given(
    data=st.sampled_from([MAP, HOUSE, png(), jpeg(more=exif(1))]),
    place=st.integers(0, 600),
    byte=st.integers(0, 255),
    cut=st.integers(0, 40),
)
def test_any_damage_is_a_flaw_or_a_picture_within_bounds(data, place, byte, cut):
    place %= len(data)
    found = images.read(data[:place] + bytes([byte]) + data[place + 1 : len(data) - cut])
    if isinstance(found, Image):
        assert 0 < found.width * found.height <= images.MOST_PIXELS
    else:
        assert found.why
        assert found.hint


NAMES = {
    "../hemlig.png": "leder ut ur planens mapp",
    "bilder/../../hemlig.png": "leder ut ur planens mapp",
    "./karta.png": "leder ut ur planens mapp",
    "/etc/passwd": "är en plats på en egen dator",
    "~/karta.png": "är en plats på en egen dator",
    "C:\\karta.png": "är en plats på en egen dator",
    "\\\\server\\karta.png": "är skriven med \\",
    "bilder\\karta.png": "är skriven med \\",
    "https://a.se/b.png": "är en adress på nätet",
    "//a.se/b.png": "är en adress på nätet",
    "data:image/png;base64,AAAA": "är en adress på nätet",
    "file:///etc/passwd": "är en adress på nätet",
    "min%20karta.png": "är skriven som en adress på nätet",
    "%2e%2e/karta.png": "är skriven som en adress på nätet",
    "karta\x00.png": "har ett tecken som inget filnamn har",
    " ": "har inget namn",
}


@pytest.mark.parametrize(("name", "why"), NAMES.items(), ids=map(repr, NAMES))
def test_a_name_that_leads_elsewhere_is_never_looked_for(name, why):
    def look(_: str) -> bytes:
        raise AssertionError("it was looked for")

    flaw = images.load([name], look)[name]
    assert isinstance(flaw, Flaw)
    assert (flaw.code, flaw.why) == ("BIL001", why)


def test_only_ordinary_files_below_the_plan_are_read(tmp_path):
    plan = tmp_path / "planer" / "2027.yaml"
    folder = plan.parent / "bilder"
    folder.mkdir(parents=True)
    (tmp_path / "hemlig.png").write_bytes(MAP)
    (folder / "karta.png").write_bytes(MAP)
    (folder / "a\u0308ng.png").write_bytes(MAP)
    (folder / "ut.png").symlink_to(tmp_path / "hemlig.png")
    (plan.parent / "mapp").symlink_to(tmp_path)
    (folder / "inne.png").symlink_to(folder / "karta.png")
    (folder / "ring.png").symlink_to(folder / "ring.png")
    (folder / "mapp.png").mkdir()
    (folder / "stor.png").write_bytes(png() + b"\0" * images.MOST_BYTES)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "ror.png")
    look = files.pictures(plan)
    assert look("bilder/karta.png") == look("bilder/inne.png") == MAP
    assert look("bilder/\u00e4ng.png") == MAP, "two ways to write the same letter are one name"
    told = {
        "bilder/saknas.png": "finns inte",
        "bilder/Karta.PNG": "finns inte",
        "bilder/karta.png/mer.png": "finns inte",
        "bilder/ut.png": "är en genväg ut ur planens mapp",
        "mapp/hemlig.png": "är en genväg ut ur planens mapp",
        "bilder/ring.png": "går inte att läsa",
        "bilder/mapp.png": "är en mapp",
        "bilder": "är en mapp",
        "bilder/ror.png": "är ingen vanlig fil",
    }
    for name, why in told.items():
        flaw = look(name)
        assert isinstance(flaw, Flaw), name
        assert (flaw.code, flaw.why) == ("BIL001", why), name
    assert look("bilder/Karta.PNG").hint.startswith("Den heter karta.png")
    large = images.load(["bilder/stor.png"], look)["bilder/stor.png"]
    assert isinstance(large, Flaw)
    assert large.code == "BIL003"


def test_a_plan_has_so_many_pictures_and_no_more():
    found = images.load(map(str, range(images.MOST + 5)), lambda _: png())
    assert len(found) == images.MOST + 1
    assert [flaw.code for flaw in found.values() if isinstance(flaw, Flaw)] == ["BIL003"]
    filler = chunk(b"tEXt", b"\0" * 4_500_000)
    found = images.load("abcdef", lambda _: png(8, 8, filler))
    flaws = [flaw for flaw in found.values() if isinstance(flaw, Flaw)]
    assert [flaw.why for flaw in flaws] == ["gör att planens bilder blir större än 20 MB"] * 2


READ = {
    "![En karta](a.png)": ("En karta", "a.png"),
    "![En karta\növer allt](<min karta.png>)": ("En karta över allt", "min karta.png"),
    "![](a.png)": ("", "a.png"),
}


@pytest.mark.parametrize(("text", "wanted"), READ.items(), ids=READ)
def test_a_picture_alone_in_its_paragraph_is_one(text, wanted):
    (block,), problems = parse(text)
    assert (block.sort, str(block), block.file, problems) == (PICTURE, *wanted, ())
    assert block.within == (0, len(text))


REFUSED = {
    "Se ![karta](a.png).": "en bild bland ord (en bild står ensam i sitt stycke)",
    "![a](a.png)\n![b](b.png)": "en bild bland ord (en bild står ensam i sitt stycke)",
    "- ![karta](a.png)": "en bild (en bild står ensam i sitt stycke)",
    "| a | b |\n|---|---|\n| ![k](a.png) | c |": "en bild bland ord (en bild står ensam i sitt stycke)",
    "> ![karta](a.png)": "ett citat (>)",
    '![karta](a.png "titel")': "en bild med rubrik inom citattecken (skriv en bild: i planen)",
    "![**fet**](a.png)": "fet stil, en länk eller en radbrytning i en bilds beskrivning",
    "![karta](min karta.png)": "en bild som inte går att läsa (mellanslag i namnet? Skriv det inom < >)",
}


@pytest.mark.parametrize(("text", "what"), REFUSED.items(), ids=REFUSED)
def test_a_picture_that_is_not_alone_is_refused_by_name(text, what):
    assert [problem.what for problem in parse(text)[1]][:1] == [what]


@pytest.fixture(scope="module")
def sent(plan_schema, template):
    return document(ALL, plan_schema, template)


def document(text: str, plan_schema, template) -> pipeline.Build:
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    assert built.docx, built.findings
    return built


def drawings(docx: bytes) -> list[etree._Element]:
    return list(etree.fromstring(package.read(docx)["word/document.xml"]).iter(w("drawing")))


def test_the_document_has_the_pictures_once_each_with_their_words(sent, plan_schema, template):
    parts = package.read(sent.docx)
    media = [content for name, content in parts.items() if name.startswith("word/media/")]
    logotype = (PLANS / "bilder/logotyp.png").read_bytes()
    assert sorted(media) == sorted([MAP, HOUSE, logotype])
    assert b'PartName="/word/media/' in parts[package.CONTENT_TYPES]
    properties = [next(one.iter("{*}docPr")) for one in drawings(sent.docx)]
    assert [one.get("descr") for one in properties] == [LOGOTYPE_SAYS, MAP_SAYS, HOUSE_SAYS]
    assert len({one.get("id") for one in properties}) == 3
    sizes = [next(one.iter("{*}extent")) for one in drawings(sent.docx)]
    wide = [round(int(size.get("cx")) / 36_000, 1) for size in sizes]
    high = [round(int(size.get("cy")) / 36_000, 1) for size in sizes]
    assert wide == [60, 117, 58.5]
    assert high == [20, 53.5, 39]
    twice = document(ALL.replace("bilder/huset.jpg", "bilder/karta.png"), plan_schema, template)
    assert len([name for name in package.read(twice.docx) if "/media/" in name]) == 2
    assert len(drawings(twice.docx)) == 3
    assert document(ALL, plan_schema, template).docx == sent.docx, "the same bytes every time"


def test_a_high_picture_is_no_higher_than_a_page_has_room_for(plan_schema, template):
    def look(_: str) -> bytes:
        return png(800, 8000)

    built = pipeline.produce("p", ALL.encode(), plan_schema, template, pictures=look)
    for one in drawings(built.docx):
        assert int(next(one.iter("{*}extent")).get("cy")) <= 180 * 36_000


def test_a_picture_stays_within_the_text_of_another_template(sent, plan_schema, template):
    parts = package.read(template)
    page = parts["word/document.xml"].decode()
    narrow, count = re.subn(r'w:right="2551"', 'w:right="5000"', page)
    assert count
    parts["word/document.xml"] = narrow.encode()
    built = document(ALL, plan_schema, package.write(parts))
    widest = max(int(next(one.iter("{*}extent")).get("cx")) for one in drawings(built.docx))
    assert round(widest / 36_000) == round((11906 - 2722 - 5000) / 56.7)


def test_the_caption_stays_on_the_page_of_its_picture(sent):
    root = etree.fromstring(package.read(sent.docx)["word/document.xml"])
    house = holding(root, "rött hus")
    caption = house.getprevious()
    assert caption.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == "Caption"
    styles = package.read(sent.docx)["word/styles.xml"].decode()
    (style,) = re.findall(r'w:styleId="Caption">.*?</w:style>', styles)
    assert "<w:keepNext/>" in style


def test_the_page_holds_its_pictures(plan_schema):
    built = pipeline.produce_page("p", ALL.encode(), plan_schema, files.read_page_template())
    page = built.html.decode()
    pictures = re.findall(r'<img src="data:image/(\w+);base64,([^"]+)" alt="([^"]*)"', page)
    assert [(kind, words) for kind, _, words in pictures] == [
        ("png", LOGOTYPE_SAYS),
        ("png", MAP_SAYS),
        ("jpeg", HOUSE_SAYS),
    ]
    assert [base64.b64decode(data) for _, data, _ in pictures][1:] == [MAP, HOUSE]
    assert '<figcaption>Huset där nämnden möts</figcaption>\n<div class="bild"><img' in page
    assert 'width="480" height="320" style="width:50%"' in page


def test_a_picture_that_is_lost_is_seen(sent, plan_schema):
    """VER017, of the document and of the page."""
    content = make(sent.plan)
    parts = package.read(sent.docx)
    other = [name for name in parts if name.endswith(".jpg")]
    assert len(other) == 1
    swapped = package.write({**parts, other[0]: jpeg()})
    (finding,) = verify.verify(swapped, content)
    assert (finding.code, finding.message) == (
        "VER017",
        f"Dokumentet visar inte bilden ”{HOUSE_SAYS}”.",
    )
    assert finding.at == ("kapitel", 3, "innehåll", 1, "bild", "beskrivning")
    gone = edited(sent.docx, lambda root: lose(holding(root, "runt sjön")))
    assert {"VER001", "VER017"} <= {finding.code for finding in verify.verify(gone, content)}
    page = html.page(files.read_page_template(), content)
    assert html.verify(page, content) == []
    lost = page.replace(base64.b64encode(HOUSE), base64.b64encode(jpeg()))
    assert [finding.code for finding in html.verify(lost, content)] == ["VER017"]
    plain = re.sub(rb'<div class="bild">.*?</div>', b"", page)
    codes = [finding.code for finding in html.verify(plain, content)]
    assert codes.count("VER017") == 2


def holding(root: etree._Element, words: str) -> etree._Element:
    """The paragraph with the picture that is described so."""
    return next(
        paragraph
        for paragraph in root.iter(w("p"))
        if any(words in one.get("descr", "") for one in paragraph.iter("{*}docPr"))
    )


def lose(element: etree._Element) -> None:
    element.getparent().remove(element)


def described_as(old: str, other: str):
    def change(root: etree._Element) -> None:
        found = [one for one in root.iter("{*}docPr") if old in one.get("descr", "")]
        assert len(found) == 1
        found[0].set("descr", found[0].get("descr").replace(old, other))

    return change


def told(built, docx: bytes) -> list[tuple[str, object, str]]:
    return [(remark.kind, remark.at, remark.problem) for remark in remarks(built, docx)]


PROSE = ("kapitel", 3, "innehåll", 0, "text")
KIND = ("kapitel", 3, "innehåll", 1, "bild", "beskrivning")
UNTRACKED = "ändringen är inte spårad; fråga granskaren och ändra i filen för hand"
WITH_A_PICTURE = "ändringen innehåller en bild; för in den i filen för hand"
BESIDE = "texten är skriven intill en bild; för in den i filen för hand"


def words_beside(root: etree._Element) -> None:
    holding(root, "runt sjön").append(new("Ord ", "").find(w("ins")))


def paragraph_after(words: str):
    def change(root: etree._Element) -> None:
        place = holding(root, words)
        marked(place, "ins", ASA)
        place.addnext(new("Ett nytt stycke.", ""))

    return change


REVIEWS = {
    "another description": (described_as("rött hus", "vitt hus"), "ospårad", KIND, UNTRACKED),
    "another in the text": (described_as("runt", "kring"), "ospårad", PROSE, UNTRACKED),
    "of the logotype": (
        described_as("en sol", "två"),
        "ospårad",
        ("logotyp", "beskrivning"),
        UNTRACKED,
    ),
    "deleted": (lambda root: strike(holding(root, "rött")), "ändring", KIND, WITH_A_PICTURE),
    "deleted in the text": (
        lambda root: strike(holding(root, "runt")),
        "ändring",
        PROSE,
        WITH_A_PICTURE,
    ),
    "gone": (lambda root: lose(holding(root, "runt sjön")), "ospårad", PROSE, UNTRACKED),
    "words beside it": (words_beside, "ändring", PROSE, BESIDE),
    "a paragraph after it": (paragraph_after("runt sjön"), "ändring", PROSE, BESIDE),
    "a paragraph after a kind": (paragraph_after("rött hus"), "ändring", KIND, BESIDE),
}


@pytest.mark.parametrize(("change", "kind", "at", "problem"), REVIEWS.values(), ids=REVIEWS)
def test_what_a_reviewer_does_to_a_picture_is_told_at_its_line(
    sent, plan_schema, change, kind, at, problem
):
    docx = edited(sent.docx, change)
    assert told(sent, docx) == [(kind, at, problem)]
    done = made(sent, plan_schema, docx)
    assert (done.text, [why for _, why in done.refused]) == (ALL, [problem])


def test_a_document_that_came_back_as_it_was_says_nothing(sent):
    assert told(sent, sent.docx) == []


def test_a_changed_caption_comes_back_to_its_line(sent, plan_schema):
    done = made(sent, plan_schema, reviewed(sent.docx, "Åsa", ("Huset där", "Stugan där")))
    assert done.refused == []
    assert done.text == ALL.replace("rubrik: Huset där", "rubrik: Stugan där")


def test_the_words_around_a_picture_can_be_changed(sent, plan_schema):
    docx = reviewed(sent.docx, "Åsa", ("sammanträder i huset", "träffas i huset"))
    done = made(sent, plan_schema, docx)
    assert done.refused == []
    assert done.text == ALL.replace("sammanträder i huset", "träffas i huset")


def test_libreoffice_keeps_a_picture_as_it_was(plan_schema, template, tmp_path):
    built = document(ALL, plan_schema, template)
    (tmp_path / "a.docx").write_bytes(built.docx)
    office("save", tmp_path / "a.docx", tmp_path / "b.docx")
    saved = (tmp_path / "b.docx").read_bytes()
    assert told(built, saved) == []
    change = described_as("rött hus", "vitt hus")
    assert told(built, edited(saved, change)) == [("ospårad", KIND, UNTRACKED)]


OTHER = {
    "another file": ("bilder/huset.jpg", "bilder/karta.png", 2),
    "another description": ("runt sjön, som", "kring sjön, som", 2),
    "another width": ("bredd: halv", "bredd: hel", 2),
    "another caption": ("Huset där", "Stugan där", 2),
}


@pytest.mark.parametrize(("old", "other", "changes"), OTHER.values(), ids=OTHER)
def test_a_redline_shows_both_pictures(sent, plan_schema, template, old, other, changes):
    later = document(ALL.replace(old, other), plan_schema, template)
    for before, after in ((sent, later), (later, sent)):
        tracked = redline.redline(before.docx, after.docx, "Sekretariatet", WHEN)
        assert judge.stories(tracked, "accept") == judge.stories(after.docx)
        assert judge.stories(tracked, "reject") == judge.stories(before.docx)
        assert judge.dangling(tracked) == set()
        assert judge.changes(tracked) == changes
        assert told(after, tracked) == []


def test_a_picture_that_comes_or_goes_is_tracked_and_told(plan_schema, template):
    line = f"![{MAP_SAYS}](bilder/karta.png)"
    without = document(ALL.replace(f"          {line}\n\n", ""), plan_schema, template)
    full = document(ALL, plan_schema, template)
    for before, after in ((full, without), (without, full)):
        tracked = redline.redline(before.docx, after.docx, "Sekretariatet", WHEN)
        assert judge.stories(tracked, "accept") == judge.stories(after.docx)
        assert judge.stories(tracked, "reject") == judge.stories(before.docx)
        assert told(after, tracked) == []
    assert [(c.before, c.after) for c in compare(full.plan, without.plan)] == [(line, "")]


def test_compare_tells_another_file_and_another_description(sent, plan_schema, template):
    raw = ALL.replace("bilder/huset.jpg", "bilder/karta.png").replace(
        HOUSE_SAYS, "Ett vitt hus med svart tak vid vattnet"
    )
    found = compare(sent.plan, document(raw, plan_schema, template).plan)
    assert [(c.chapter, c.name, c.before, c.after) for c in found] == [
        ("4. Kommunerna och huset", "", HOUSE_SAYS, "Ett vitt hus med svart tak vid vattnet"),
        ("4. Kommunerna och huset", "bild", "bilder/huset.jpg", "bilder/karta.png"),
    ]
    start, end = ALL.index("      - bild:"), ALL.index("      - text: Huset är")
    gone = document(ALL[:start] + ALL[end:], plan_schema, template).plan
    assert ("bild", "bilder/huset.jpg", "") in {
        (c.name, c.before, c.after) for c in compare(sent.plan, gone)
    }


def test_a_logotype_that_changes_is_told(sent, plan_schema, template):
    other = ALL.replace("bilder/logotyp.png", "bilder/karta.png")
    found = compare(sent.plan, document(other, plan_schema, template).plan)
    assert [(c.chapter, c.name, c.before, c.after) for c in found] == [
        ("Titelsidan", "logotyp", "bilder/logotyp.png", "bilder/karta.png")
    ]


def test_a_picture_goes_with_the_plan_into_the_next_year(plan_schema):
    text, _ = rolled(ALL, plan_schema)
    for line in ("fil: bilder/huset.jpg\n", "fil: bilder/logotyp.png\n", f"{HOUSE_SAYS}\n"):
        assert line in text
    text, _ = rolled(ALL.replace("Huset där nämnden", "Huset 2027 där nämnden"), plan_schema)
    assert "rubrik: Huset 2027 där nämnden möts  # FYLL I: läs igenom (”2027”)\n" in text


@pytest.fixture
def home(tmp_path):
    """A folder with a plan and its pictures."""
    (tmp_path / "bilder").mkdir()
    for name in ("karta.png", "huset.jpg", "logotyp.png"):
        (tmp_path / "bilder" / name).write_bytes((PLANS / "bilder" / name).read_bytes())
    (tmp_path / "2027.yaml").write_text(ALL, encoding="utf-8")
    return tmp_path


def test_the_commands_find_the_pictures_beside_the_plan(home, capsys):
    plan = str(home / "2027.yaml")
    for command, suffix in (("plan", "docx"), ("html", "html")):
        assert main([command, plan, "--output", str(home / f"a.{suffix}")]) == 0
    assert main(["check", plan]) == 0
    (home / "bilder" / "huset.jpg").unlink()
    capsys.readouterr()
    assert main(["check", plan]) == 1
    shown = capsys.readouterr().out
    assert "fel[BIL001]: Bilden ”bilder/huset.jpg” finns inte.\n" in shown
    line = ALL[: ALL.index("bilder/huset.jpg")].count("\n") + 1
    assert f"2027.yaml:{line}:16\n" in shown
    target = home / "b.docx"
    assert main(["plan", plan, "--output", str(target)]) == 1
    assert not target.exists()


def test_a_picture_that_is_gone_by_now_does_not_stop_a_redline(home, capsys):
    later = home / "senare.yaml"
    later.write_text(ALL.replace("bilder/huset.jpg", "bilder/karta.png"), encoding="utf-8")
    target = home / "andringar.docx"
    (home / "bilder" / "huset.jpg").unlink()
    assert main(["redline", str(home / "2027.yaml"), str(later), "--output", str(target)]) == 0
    assert target.exists()
    assert capsys.readouterr().out.startswith(
        "Obs: bilden ”bilder/huset.jpg” i planen för 2027 går inte att visa längre. "
        "En grå ruta står i dess ställe.\n"
    )
    assert main(["redline", str(later), str(home / "2027.yaml"), "--output", str(target)]) == 1
    assert "fel[BIL001]" in capsys.readouterr().out


def test_an_earlier_version_has_the_pictures_that_there_are_now(home, capsys):
    need("git")
    git = ["git", "-C", str(home), "-c", "user.name=a", "-c", "user.email=a@b.se"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], check=True)
    plan = home / "2027.yaml"
    plan.write_text(ALL.replace("bilder/huset.jpg", "bilder/karta.png"), encoding="utf-8")
    (home / "bilder" / "huset.jpg").unlink()
    target = str(home / "a.docx")
    assert main(["redline", str(plan), "--against", "HEAD", "--output", target]) == 0
    assert "Obs: bilden ”bilder/huset.jpg” i versionen HEAD går" in capsys.readouterr().out


def test_the_reader_of_word_files_and_the_plan_call_a_picture_the_same():
    assert described.PICTURE == PICTURE
