"""The widths of tables whose columns are the plan's own: they fill the table, follow the texts or
the plan, and leave others alone."""

import random

import pytest
from lxml import etree
from serving import ROOT

from generator import files, pipeline
from generator.ooxml import package, tables, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WHOLE, LEAST = 7200, 567


def cell(words: str, inside: str = "", span: int = 1) -> str:
    joined = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="1" w:type="dxa"/>{joined}</w:tcPr>'
    return f"<w:tc>{properties}{inside}<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


def table(*rows: str, grid: tuple[int, ...] = (WHOLE,)) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def of(*texts: list[str], grid: tuple[int, ...] = (WHOLE,)) -> str:
    return table(*("".join(map(cell, row)) for row in texts), grid=grid)


def fitted(*xml: str, known: dict | None = None) -> etree._Element:
    root = etree.fromstring(f"<w:body {W}>{''.join(xml)}</w:body>")
    told = {head: map(tables.Columns, some) for head, some in (known or {}).items()}
    tables.fit(root, told)
    return root


def widths(one: etree._Element) -> list[int]:
    """A table's grid, which each of its rows follows."""
    grid = [int(column.get(w("w"))) for column in one.find(w("tblGrid"))]
    for row in one.findall(w("tr")):
        assert [
            int(own.find(f"{w('tcPr')}/{w('tcW')}").get(w("w"))) for own in row.findall(w("tc"))
        ] == grid
    return grid


def test_widths_fill_the_table_and_none_is_too_narrow_whatever_the_texts():
    dice = random.Random(1)
    for _ in range(300):
        columns = dice.randint(2, 30)
        words = ["", "a", "ÅR", "ord " * 40, "x" * 60, "945 000"]
        rows = [[dice.choice(words) for _ in range(columns)] for _ in range(dice.randint(1, 4))]
        told = (
            [dice.choice((1, 2, 500, 1000)) for _ in range(columns)] if dice.random() < 0.5 else []
        )
        whole = dice.randint(1000, 9000)
        (one,) = fitted(
            of(*rows, grid=(whole,)), known={tuple(text.strip() for text in rows[0]): [told]}
        )
        found = widths(one)
        assert (len(found), sum(found)) == (columns, whole)
        assert min(found) >= min(LEAST, whole // columns), (rows, told)


def test_the_more_a_column_holds_the_wider_it_is_and_a_long_word_has_room():
    (one,) = fitted(
        of(["Nr", "Område"], ["1", "Samverkan om utbildning och näringsliv på Södertörn"])
    )
    narrow, wide = widths(one)
    assert narrow < wide / 3
    (one,) = fitted(of(["Område", "Text"], ["Varudistributionssamordning", "ord " * 60]))
    assert widths(one)[0] > WHOLE / 4


def test_columns_without_words_are_alike():
    (one,) = fitted(of(["", "", ""], ["", "", ""]))
    assert widths(one) == [2400, 2400, 2400]


def test_widths_that_the_plan_tells_are_kept_in_proportion():
    (one,) = fitted(of(["A", "B", "C"]), known={("A", "B", "C"): [[567, 581, 652]]})
    assert widths(one) == [2268, 2324, 2608]


def test_tables_with_the_same_headings_have_each_its_own_widths():
    rows = of(["A", "B"], ["a", "b"])
    first, second, third, fourth = fitted(
        rows, rows, rows, rows, known={("A", "B"): [[1, 3], [], [3, 1]]}
    )
    assert [widths(one) for one in (first, second, third)] == [
        [1800, 5400],
        [3600, 3600],
        [5400, 1800],
    ]
    assert widths(fourth) == [3600, 3600], "more tables than are known"


def test_widths_in_parts_of_the_page_become_lengths():
    """Word gives the cells of a table per cent, where its width is per cent."""
    (one,) = fitted(of(["A", "B"]).replace('w:type="dxa"', 'w:type="pct"'))
    assert {own.get(w("type")) for own in one.iter(w("tcW"))} == {"dxa"}
    assert sum(widths(one)) == WHOLE


def test_widths_for_another_number_of_columns_are_passed_over():
    (one,) = fitted(of(["A", "B"]), known={("A", "B"): [[1, 2, 3]]})
    assert widths(one) == [3600, 3600]


def test_other_tables_are_left_alone():
    """One with a grid of its own, one with a single column, one with joined cells, one with rows of
    unlike lengths."""
    others = (
        of(["A", "B"], grid=(1000, 2000)),
        of(["A"]),
        table(cell("A", span=2), cell("B") + cell("C")),
        table(cell("A") + cell("B"), cell("C")),
        "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>",
        table(),
    )
    for other in others:
        before = etree.tostring(etree.fromstring(f"<w:body {W}>{other}</w:body>"))
        assert etree.tostring(fitted(other)) == before, other


def test_a_table_within_a_table_has_its_own_widths():
    inner = of(["C", "D"], grid=(1000,))
    (outer,) = fitted(table(cell("A", inner) + cell("B")))
    (nested,) = outer.iter(w("tbl")) if outer.tag != w("tbl") else list(outer.iter(w("tbl")))[1:]
    assert sum(widths(outer)) == WHOLE
    assert widths(nested) == [500, 500]


def test_a_grid_is_loosened_only_where_cells_are_repeated():
    free = of(["{%tc for c in x %}", "{{ c }}", "{%tc endfor %}"], grid=(1000, 2000, 500))
    root = etree.fromstring(f"<w:body {W}>{free}{of(['A', 'B'], grid=(1000, 2000))}</w:body>")
    tables.loosen(root, "{%tc ")
    grids = [[column.get(w("w")) for column in grid] for grid in root.iter(w("tblGrid"))]
    assert grids == [["3500"], ["1000", "2000"]]


def test_a_plan_has_tables_of_any_number_of_columns(small_plan, template, plan_schema):
    """Two of them with the same headings and widths of their own; the document is proven, and each
    table is as wide as the template's."""
    old = small_plan.decode()
    start, end = old.index("    tabell:\n"), old.index("    avsnitt:\n")
    same = "          kolumner: [Mål, När]\n          rader: [[Ett, Nu]]\n"
    free = f"    innehåll:\n      - tabell:\n          bredder: [1, 3]\n{same}      - text: Emellan.\n      - tabell:\n{same}"
    free += "          bredder: [3, 1]\n      - text: Sist.\n      - tabell:\n          kolumner: [A, B, C, D, E]\n"
    free += "          rader: [[a, b, c, d, e], [f, g, h, i, j]]\n"
    built = pipeline.produce(
        "plan", (old[:start] + free + old[end:]).encode(), plan_schema, template
    )
    assert built.docx, [finding.message for finding in built.findings]
    root = package.tree(package.read(built.docx)["word/document.xml"])
    found = {}
    for one in root.iter(w("tbl")):
        found.setdefault(text(one.find(w("tr"))), []).append(widths(one))
    assert found["MålNär"] == [[1658, 4975], [4975, 1658]]
    (five,) = found["ABCDE"]
    assert (len(five), sum(five)) == (5, 6633), "no wider than the text of the page"
    assert files.read(files.TEMPLATE) == template


def test_no_two_tables_of_a_document_stand_together(full_plan, small_plan, template, plan_schema):
    """With a caption a table may stand right after another, and after a calendar or a budget."""
    own = "tabell:\n{0}  rubrik: Ord\n{0}  kolumner: [A, B]\n{0}  rader: [[a, b]]\n"
    typed = small_plan.decode().replace(
        "    tabell:\n", f"    innehåll:\n      - {own.format('        ')}    tabell:\n", 1
    )
    typed = f"{typed.rstrip()}\n    {own.format('    ')}".replace(
        "  - rubrik: Budget", f"    {own.format('    ')}\n  - rubrik: Budget"
    )
    found = 0
    for raw in (
        full_plan,
        typed.encode().replace(
            b"    tabell:\n      kol", b"    tabell:\n      rubrik: Mer\n      kol"
        ),
    ):
        built = pipeline.produce("plan", raw, plan_schema, template)
        assert built.docx, [finding.message for finding in built.findings]
        for one in package.tree(package.read(built.docx)["word/document.xml"]).iter(w("tbl")):
            found += 1
            after = one.getnext()
            assert after is None or after.tag != w("tbl"), text(one)
    assert found > 10


SIX = [
    ["Nr", "Verksamhet", "Ansvarig", "När", "Klart"],
    ["1", "Utbildning", "Ledningsgruppen", "12\u00a0maj\u00a02027", "ja"],
]


def test_no_word_is_broken_while_there_is_room_for_all():
    (one,) = fitted(of(*SIX))
    needs = [
        max(tables._breadth(word) for row in SIX for word in row[n].split(" ")) for n in (2, 3)
    ]
    assert widths(one)[2] > tables._LETTER * needs[0]
    assert widths(one)[3] > tables._LETTER * needs[1], "a non-breaking space is no place to break"
    assert one.find(f".//{w('suppressAutoHyphens')}") is None


def test_where_there_is_no_room_the_widest_give_way_and_their_words_are_hyphenated():
    rows = [["Nr", *["Kompetensförsörjningsstrategi"] * 3], ["1", "a", "b", "c"]]
    styled = of(*rows).replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr>')
    (one,) = fitted(styled)
    narrow, *others = widths(one)
    assert narrow >= LEAST
    assert max(others) - min(others) <= 2
    for row in one.iter(w("tr")):
        marks = [cell.find(f".//{w('suppressAutoHyphens')}") for cell in row.iter(w("tc"))]
        assert [mark is not None and mark.get(w("val")) for mark in marks] == [False, "0", "0", "0"]


def test_a_table_is_no_wider_than_the_text_unless_its_widths_are_told():
    page = '<w:sectPr><w:pgSz w:w="11906"/><w:pgMar w:left="2722" w:right="2551" w:gutter="0"/></w:sectPr>'
    rows = of(["A", "B"])
    root = fitted(rows, page)
    assert sum(widths(root[0])) == 11906 - 2722 - 2551
    root = fitted(rows, page, known={("A", "B"): [[1, 1]]})
    assert sum(widths(root[0])) == WHOLE


def test_tables_with_the_same_headings_and_no_widths_of_their_own_are_alike():
    one, other = fitted(of(["A", "B"], ["a", "b"]), of(["A", "B"], ["ord " * 40, "b"]))
    assert widths(one) == widths(other)
    assert widths(one)[0] > widths(one)[1]


def test_texts_stand_where_they_are_told_to():
    typed = of(["A", "B", "C"]).replace(
        "<w:p>", '<w:p><w:pPr><w:pStyle w:val="T"/><w:rPr/></w:pPr>'
    )
    root = etree.fromstring(f"<w:body {W}>{typed}</w:body>")
    columns = tables.Columns((), ("vänster", "mitten", "höger"))
    tables.fit(root, {("A", "B", "C"): iter([columns])})
    found = [[part.tag for part in own] for own in root.iter(w("pPr"))]
    style, line, jc, ind = (w(name) for name in ("pStyle", "rPr", "jc", "ind"))
    assert found == [[style, line], [style, jc, line], [style, ind, jc, line]]


BELOW = {
    "a leading line": "text: |\n          Det som följs upp är:\n\n          - Mål",
    "bullets": "text: |\n          - Mål\n          - Medel",
    "numbers": "text: |\n          1. Mål\n          2. Medel",
    "a picture": "bild: {fil: bilder/karta.png, beskrivning: Kommunerna runt sjön}",
}


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
def test_nothing_touches_the_table_above_it(below, plan_schema, template):
    plan = (ROOT / "tests" / "plans" / "fem.yaml").read_text()
    chapter = f"  - rubrik: Nytt\n    innehåll:\n      - tabell: {{kolumner: [A, B], rader: [[a, b]]}}\n      - {below}\n"
    raw = plan.replace("kapitel:\n", f"kapitel:\n{chapter}", 1).encode()
    look = files.pictures(ROOT / "tests" / "plans" / "fem.yaml")
    built = pipeline.produce("p", raw, plan_schema, template, pictures=look)
    assert built.docx, built.findings
    parts = package.read(built.docx)
    named = Styles(package.tree(parts["word/styles.xml"]))
    table = next(package.tree(parts["word/document.xml"]).iter(w("tbl")))
    own = table.getnext().find(f"{w('pPr')}/{w('spacing')}")
    told = own.get(w("before")) if own is not None else named.space_before(style(table.getnext()))
    assert int(told) == 240 == named.space_before(named.id_of("Efter tabell"))


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ('<w:p><w:pPr><w:spacing w:before="600"/></w:pPr></w:p>', "600"),
        ('<w:p><w:pPr><w:spacing w:before="10" w:after="5"/></w:pPr></w:p>', "240"),
        ("<w:p/>", "240"),
        ('<w:p><w:pPr><w:pStyle w:val="Wide"/></w:pPr></w:p>', None),
        ('<w:p><w:pPr><w:pStyle w:val="Page"/></w:pPr></w:p>', None),
    ],
)
def test_space_below_a_table_is_never_less_than_it_was(below, told):
    styles = Styles(
        etree.fromstring(
            f"""<w:styles {W}>
            <w:style w:styleId="N"><w:name w:val="Normal"/></w:style>
            <w:style w:styleId="B"><w:name w:val="Efter tabell"/>
              <w:pPr><w:spacing w:before="240"/></w:pPr></w:style>
            <w:style w:styleId="Wide"><w:name w:val="wide"/><w:pPr><w:spacing w:before="300"/></w:pPr></w:style>
            <w:style w:styleId="Page"><w:name w:val="page"/><w:pPr><w:pageBreakBefore/></w:pPr></w:style>
            </w:styles>"""
        )
    )
    xml = f"<w:body {W}><w:tbl/>{below}<w:tbl><w:tr><w:tc><w:tbl/><w:p/></w:tc></w:tr></w:tbl></w:body>"
    root = etree.fromstring(xml)
    tables.air(root, styles)
    spacing = root[1].find(f"{w('pPr')}/{w('spacing')}")
    assert (spacing.get(w("before")) if spacing is not None else None) == told
    assert len(next(root.iter(w("tc")))[1]) == 0, "the empty end of a cell stays as it is"
