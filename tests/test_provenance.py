"""Every printed value is anchored to its place in the plan, and anchors change nothing that is
seen."""

import re

import pytest
from lxml import etree

from generator import context, files, pipeline
from generator.ooxml import anchors, package, w
from generator.word import provenance
from generator.word.render import render
from generator.word.verify import verify


@pytest.fixture(scope="module")
def built(full_plan, plan_schema, template) -> pipeline.Build:
    made = pipeline.produce("plans/2017.yaml", full_plan, plan_schema, template)
    assert made.docx
    return made


def runs(root: etree._Element) -> list[object]:
    """What is seen: paragraphs with their properties and runs, equal neighbours joined; bookmarks
    left out."""
    seen: list[object] = []
    for paragraph in root.iter(w("p")):
        properties = paragraph.find(w("pPr"))
        joined: list[list[bytes | str]] = []
        for run in paragraph.iter(w("r")):
            own = run.find(w("rPr"))
            look = etree.tostring(own) if own is not None else b""
            content = "".join(
                node.text or f"<{etree.QName(node).localname}>"
                for node in run
                if node.tag != w("rPr")
            )
            if joined and joined[-1][0] == look:
                joined[-1][1] += content
            else:
                joined.append([look, content])
        seen.append((etree.tostring(properties) if properties is not None else b"", joined))
    return seen


def test_a_document_is_the_same_with_anchors_and_without(built, template):
    made = context.make(built.plan)
    plain = package.read(render(template, made))
    anchored, stripped = package.read(built.docx), package.read(provenance.without(built.docx))
    own = {
        "customXml/item1.xml",
        "customXml/itemProps1.xml",
        "customXml/_rels/item1.xml.rels",
        "docProps/custom.xml",
    }
    assert set(anchored) - set(plain) == own
    assert set(stripped) == set(plain)
    shown = [name for name in plain if package.is_shown(name)]
    assert len(shown) >= 3
    for name in shown:
        assert runs(etree.fromstring(anchored[name])) == runs(etree.fromstring(plain[name]))
        names = re.findall(rb'bookmarkStart [^>]*w:name="([^"]*)"', stripped[name])
        assert names == re.findall(rb'bookmarkStart [^>]*w:name="([^"]*)"', plain[name])
    for index in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        assert stripped[index] == package.written(etree.fromstring(plain[index]))


def test_every_text_of_the_plan_has_an_anchor_that_names_its_place(built):
    table = provenance.read(package.read(built.docx))
    assert table is not None
    assert table.origin == provenance.origin(2017, built.source.text.encode())
    standing = {}
    for name, content in package.read(built.docx).items():
        if package.is_shown(name):
            standing |= anchors.texts(etree.fromstring(content), provenance.PREFIX)
    assert standing == {name: anchor.text for name, anchor in table.anchors.items()}
    assert all(len(name) <= 40 and name.startswith("_pv_") for name in standing)
    assert {anchor.at for anchor in table.anchors.values()} >= {
        text.at for text in built.plan.written() if str(text)
    }
    amounts = {anchor.at: anchor.text for anchor in table.anchors.values() if "budget" in anchor.at}
    assert amounts["kapitel", 7, "budget", "kostnader", "poster", 1, "belopp"] == "50\u00a0000"


def test_the_table_is_the_same_in_the_file_and_beside_it(built):
    table = provenance.read(package.read(built.docx))
    assert provenance.from_json(built.places) == table
    parts = package.read(built.docx)
    del parts["customXml/item1.xml"]
    assert provenance.read(parts) == table, "packed as a custom property too"
    assert provenance.read({"docProps/custom.xml": parts["docProps/custom.xml"][:900]}) is None
    assert provenance.from_json(b"{}") is None
    assert (
        provenance.read(
            {"customXml/item1.xml": b"<x xmlns='urn:sodertorn:plangenerator:herkomst:1'"}
        )
        is None
    )


def test_a_value_without_anchor_is_a_finding(built, template):
    made = context.make(built.plan)
    parts = package.read(built.docx)
    root = etree.fromstring(parts["word/document.xml"])
    start = next(
        mark for mark in root.iter(w("bookmarkStart")) if mark.get(w("name")).startswith("_pv_")
    )
    for mark in [
        start,
        *(end for end in root.iter(w("bookmarkEnd")) if end.get(w("id")) == start.get(w("id"))),
    ]:
        mark.getparent().remove(mark)
    parts["word/document.xml"] = package.written(root)
    findings = verify(package.write(parts), made)
    assert [(finding.code, finding.at) for finding in findings] == [
        ("VER014", ("organisation",))
    ], "though it stands elsewhere"
    table = provenance.read(parts)
    without = provenance.Provenance(
        table.origin, {n: a for n, a in table.anchors.items() if a.at != ("kapitel", 1, "rubrik")}
    )
    lacking = {**package.read(built.docx), "customXml/item1.xml": provenance._as_xml(without)}
    (finding,) = verify(package.write(lacking), made)
    assert (finding.code, finding.at) == ("VER014", ("kapitel", 1, "rubrik"))
    assert finding.message == "Texten ”Syfte” är inte knuten till sin plats i planen."
    for mark in list(root.iter(w("bookmarkStart"))):
        if mark.get(w("name")).startswith("_pv_"):
            mark.set(w("name"), f"x{mark.get(w('name'))}")
    parts["word/document.xml"] = package.written(root)
    assert {finding.code for finding in verify(package.write(parts), made)} == {"VER014"}


def test_plan_writes_the_table_beside_the_document(tmp_path, monkeypatch, capsys):
    from generator.cli import main

    assert main(["plan", str(files.PLANS / "2017.yaml"), "--output", str(tmp_path / "a.docx")]) == 0
    assert capsys.readouterr().out.startswith(f"Klart: {tmp_path / 'a.docx'}\n")
    assert provenance.from_json((tmp_path / "a.map.json").read_bytes()).origin.year == 2017
