"""The web page: whole, well built, escaped, and the same for the same plan."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html
from test_cli import run
from test_golden import adopted, words

from generator import cli, context, files, html, pipeline
from generator.context import Context
from generator.findings import has_errors
from generator.templating import UnusableTemplateError

TYPED = "R&D <5 {{ namn }} {% if %} &amp; <script>"


@pytest.fixture(scope="module")
def template() -> str:
    return files.read_page_template()


def content(raw: bytes | str) -> Context:
    raw = raw.encode() if isinstance(raw, str) else raw
    checked = pipeline.check("plan", raw, files.read_schema())
    assert not has_errors(checked.findings), [finding.message for finding in checked.findings]
    assert checked.plan
    return context.make(checked.plan)


def parsed(page: bytes) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(page.decode())


def built(raw: bytes | str) -> lxml_html.HtmlElement:
    return parsed(html.page(files.read_page_template(), content(raw)))


@pytest.fixture(params=["plan_2017", "full_plan", "small_plan"])
def raw(request) -> bytes:
    return request.getfixturevalue(request.param)


def test_the_page_shows_all_of_the_plan(raw, template):
    made = content(raw)
    assert html.verify(html.page(template, made), made) == []


def test_the_page_holds_every_word_of_the_adopted_plan_in_order(plan_2017):
    found = iter(words(" ".join(built(plan_2017).body.itertext())))
    assert [word for word in adopted() if word not in found] == []


def test_the_page_says_its_language_and_what_it_is(plan_2017):
    page = built(plan_2017)
    assert page.get("lang") == "sv"
    assert (
        page.findtext("head/title")
        == "Verksamhetsplan 2017, Budget 2017 – Södertörnskommunernas Samarbetskommitté"
    )
    assert page.xpath("//meta[@name='description']/@content") == [
        "Verksamhetsplan och budget 2017 för Södertörnskommunernas Samarbetskommitté."
    ]


def test_headings_have_one_top_and_skip_no_level(raw):
    levels = [
        int(heading.tag[1]) for heading in built(raw).iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    assert levels.count(1) == 1
    assert len(levels) > 10
    assert all(level <= above + 1 for above, level in pairwise(levels))


def test_chapters_and_appendices_are_numbered_in_their_text(full_plan):
    headings = [
        " ".join(heading.text_content().split()) for heading in built(full_plan).xpath("//main//h2")
    ]
    assert headings[0] == "1. Inledning"
    assert headings[7:] == ["8. Budget 2017", "Bilaga 1 Ord", "Bilaga 2 Karta"]


def test_the_table_of_contents_leads_to_every_chapter_and_appendix(full_plan):
    page = built(full_plan)
    contents = [" ".join(link.text_content().split()) for link in page.xpath("//nav//a")]
    assert contents == [
        " ".join(heading.text_content().split()) for heading in page.xpath("//main//h2")
    ]


def test_tables_have_a_caption_and_headings_with_a_scope(raw):
    tables = built(raw).xpath("//table")
    assert len(tables) > 3
    for table in tables:
        assert table.findtext("caption") or table.xpath("caption/h3")
        assert {heading.get("scope") for heading in table.iter("th")} == {"col", "row"}
        assert len({len(row) for row in table.iter("tr")}) == 1


def test_bullets_stand_in_lists_and_nothing_is_empty(raw):
    page = built(raw)
    assert all(item.getparent().tag == "ul" for item in page.iter("li"))
    assert all({child.tag for child in found} == {"li"} for found in page.iter("ul"))
    assert not [
        block
        for block in page.iter("p", "li", "th", "td", "caption")
        if not block.text_content().strip()
    ]


def test_the_page_needs_nothing_from_outside(full_plan, template):
    page = built(full_plan)
    assert not page.xpath("//script|//link|//img|//iframe|//object|//@src|//@style")
    assert not any(
        word in page.findtext("head/style") for word in ("url(", "@import", "http:", "https:")
    )
    (link,) = page.xpath("//@href[not(starts-with(., '#'))]")
    assert link == "https://www.exempel.se/a?b=1&c=2"


def test_names_are_unique_and_links_within_the_page_lead_somewhere(raw):
    page = built(raw)
    names = Counter(page.xpath("//@id"))
    assert set(names.values()) == {1}
    assert {link[1:] for link in page.xpath("//@href[starts-with(., '#')]")} <= names.keys()


SHOWN_FIRST = [
    "20 januari Ledningsgruppen",
    "2 februari Södertörns samarbetskommitté, Haninge",
    "24 februari Ledningsgruppen",
]
HEADINGS = ["Kalendarium", "Åtgärder för miljön", "Kalendarium", "Text", "Kalendarium 2", "***"]


def test_the_names_of_places_speak_and_none_is_taken_twice(small_plan, plan_schema, template):
    chapters = "".join(
        f"\n  - rubrik: '{words}'\n    text: Mer av text {number}."
        for number, words in enumerate(HEADINGS)
    )
    text = small_plan.decode().replace("\nkapitel:", f"\nkapitel:{chapters}", 1)
    plan = pipeline.check("p", text.encode(), plan_schema).plan
    page = parsed(html.page(template, context.make(plan)))
    places = page.xpath("//main/section/@id")
    links = page.xpath("//nav//a/@href")
    assert places[: len(HEADINGS)] == [
        *("kalendarium", "atgarder-for-miljon", "kalendarium-2"),
        *("text-2", "kalendarium-2-2", "rubrik"),
    ]
    assert [link[1:] for link in links] == places


def test_the_first_days_of_the_year_stand_first_and_each_is_there_for_the_script(
    plan_2017, plan_schema, template
):
    days = context.occasions(pipeline.check("p", plan_2017, plan_schema).plan)
    page = parsed(html.page(template, content(plan_2017), days))
    (first,) = page.xpath("//body/aside")
    assert first.getprevious().tag == "header"
    assert first.findtext(".//h2") == "Årets första möten"
    shown = [li for li in first.iter("li") if "hidden" not in li.attrib]
    assert [" ".join(li.text_content().split()) for li in shown] == SHOWN_FIRST
    times = first.xpath(".//time/@datetime")
    assert len(times) == len(days) == 17
    assert times == sorted(times)
    assert not parsed(html.page(template, content(plan_2017))).xpath("//aside|//script")


def test_the_page_leads_to_the_files_that_lie_beside_it_and_to_no_other(tmp_path):
    target = tmp_path / "min plan.html"
    for name in ("min plan.docx", "min plan.pdf.bak", "kalendarium-2017.ics", "annan.pdf"):
        (tmp_path / name).write_bytes(b"")

    def links() -> list[tuple[str, str]]:
        assert run("html", "2017", "--output", str(target)).returncode == 0
        return [(a.get("href"), a.text) for a in parsed(target.read_bytes()).xpath("//aside//a")]

    assert links() == [("min%20plan.docx", "Word"), ("kalendarium-2017.ics", "Kalenderfil")]
    (tmp_path / "min plan.pdf").write_bytes(b"")
    (tmp_path / "min plan.docx").unlink()
    assert links() == [("min%20plan.pdf", "PDF"), ("kalendarium-2017.ics", "Kalenderfil")]


def test_a_table_in_running_text_is_named_and_tells_its_columns_row_by_row(every_kind):
    (table,) = built(every_kind).xpath("//table[contains(@class, 'i-text')]")
    assert table.findtext("caption") == "Löptextens delar"
    assert {cell.get("data-rubrik") for cell in table.iter("td")} == {"Dagar", "Vem"}
    assert {part.get("role") for part in table.iter("table", "tr", "th", "td")} == {
        *("table", "row", "columnheader", "rowheader", "cell"),
    }


def test_special_characters_come_out_as_typed(small_plan):
    address = 'https://e.se/?a=1&b="x"onclick=\'x'
    text = (
        small_plan.decode()
        .replace("titel: Verksamhetsplan {år}", f"titel: '{TYPED}'")
        .replace("post: Lokaler", f"post: '{TYPED}'")
    )
    page = built(text.replace('text: "Gå före."', f"text: |\n      [Gå](<{address}>) före."))
    assert page.findtext("body/header/h1") == TYPED
    assert page.findtext("head/title").startswith(f"UTKAST: {TYPED}, ")
    assert TYPED in page.xpath("//tbody/tr/th/text()")
    assert page.xpath("//main//a[starts-with(@href, 'https')]/@href") == [address]


def test_looks_become_elements_and_a_link_is_one(full_plan):
    (paragraph,) = built(full_plan).xpath("//section[@id='syfte']/p[1]")
    assert [
        (element.tag, element.text_content()) for element in paragraph.iter("strong", "em", "a")
    ] == [
        ("strong", "samverkar"),
        ("em", "att"),
        ("strong", "alla"),
        ("em", "alla"),
        ("a", "se planen 2017"),
    ]


def test_a_page_reference_keeps_its_number_and_leads_to_its_heading(plan_2017):
    page = built(plan_2017)
    (link,) = page.xpath("//main//a[starts-with(@href, '#')]")
    (heading,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
    assert (link.text_content(), link.get("title"), heading.text_content()) == (
        "4",
        *["Regionala utvecklingsfrågor"] * 2,
    )
    assert "(jfr sid 4)" in link.getparent().text_content()


def test_phrases_in_english_say_so(plan_2017):
    spans = built(plan_2017).xpath("//main//*[@lang]")
    assert {(span.tag, span.get("lang")) for span in spans} == {("span", "en")}
    assert {span.text for span in spans} == {
        "The Capital of Scandinavia",
        "Life Science",
        "Life science",
        "Flemingsberg Science",
        "Science Park",
    }


def test_a_draft_says_so_and_asks_not_to_be_found(full_plan, plan_2017):
    draft, decided = built(full_plan), built(plan_2017)
    assert draft.xpath("//header//strong/text()") == ["UTKAST"]
    assert draft.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Beslutad" not in draft.text_content()
    assert "UTKAST" not in decided.text_content()
    assert decided.xpath("//header/p[1]/text()") == ["Beslutad 2016-12-08"]


def test_the_same_plan_gives_the_same_bytes(raw, template):
    assert html.page(template, content(raw)) == html.page(template, content(raw))


DAMAGE = {
    "a chapter's heading is left out, though the contents has it": (
        "VER001",
        "</span> {{ k.rubrik }}</h2>",
        "</span></h2>",
    ),
    "paragraphs are left out": ("VER001", "{{ stycken(d.text, h) -}}", ""),
    "amounts are left out": ("VER001", "<td>{{ rad.belopp }}</td>", ""),
    "the municipalities are left out": ("VER001", "<li>{{ kommun }}</li>", ""),
    "a tag is left": ("VER002", "Till sidans början", "{{ '{{ början }}' }}"),
    "nothing is left": ("VER003", None, ""),
    "a block is empty": ("VER004", "<footer>", "<footer><p> </p>"),
    "a script": ("VER013", "<footer>", "<footer><script>1</script>"),
    "a script from elsewhere": ("VER013", "<script>", '<script src="https://a.se/b.js">'),
    "a picture from elsewhere": (
        "VER013",
        "<footer>",
        '<footer><img src="https://a.se/b.png" alt="">',
    ),
    "a heading cannot be reached": ("VER005", ' id="{{ namn(h) }}"', ""),
    "two places have one name": ("VER006", "<footer>", '<footer id="{{ "syfte" }}">'),
}


@pytest.mark.parametrize(("code", "old", "new"), DAMAGE.values(), ids=DAMAGE)
def test_damage_to_the_template_is_seen(plan_2017, plan_schema, template, code, old, new):
    damaged = template.replace(old, new) if old else new
    assert damaged != template
    made = content(
        plan_2017.decode().replace("\nkapitel:", "\nkommuner_på_titelsidan: ja\nkapitel:", 1)
    )
    assert len(made["kommuner"]) == 8
    days = context.occasions(pipeline.check("p", plan_2017, plan_schema).plan)
    assert html.verify(html.page(template, made, days), made) == []
    assert code in {finding.code for finding in html.verify(html.page(damaged, made, days), made)}


def test_a_table_without_a_caption_is_read_aloud_with_its_heading(plan_2017):
    (caption,) = built(plan_2017).xpath("//table[contains(@class, 'områden')]/caption")
    assert (caption.text, caption.get("class")) == (
        "Samverkansområden och inriktning 2017",
        "bara-uppläst",
    )


def test_a_lost_text_is_told_with_its_place(context_2017, template):
    page = html.page(template, context_2017).replace(b"kunskapscenter", b"")
    (finding,) = html.verify(page, context_2017)
    assert (finding.code, finding.at) == ("VER001", ("kapitel", 0, "text"))
    assert finding.message.startswith("Webbsidan visar inte hela texten ”Södertörns åtta kommuner")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ kalendern }}", "namnet ”kalendern” finns inte bland uppgifterna"),
        ("{% if %}", "en tagg går inte att läsa"),
        ("{{ 1 // 0 }}", "en tagg gör något som inte är tillåtet"),
        (
            "{{ ''.__class__.__mro__ }}",
            "en tagg gör något som inte är tillåtet|finns inte bland uppgifterna",
        ),
    ],
)
def test_a_template_that_cannot_be_filled_is_told_with_its_line(context_2017, template, tag, words):
    line = template[: template.index("<body>")].count("\n") + 1
    with pytest.raises(
        UnusableTemplateError, match=f"^Webbmallen kan inte fyllas i, rad {line}: .*{words}"
    ) as caught:
        html.page(template.replace("<body>", f"<body>{tag}"), context_2017)
    assert f"<body>{tag}" in str(caught.value)


def test_html_says_what_it_did(tmp_path):
    done = run("html", "2017", "--output", str(tmp_path / "plan.html"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [
        f"Klart: {tmp_path}/plan.html",
        "  2017, beslutad: 8 kapitel, inga bilagor",
    ]
    assert (tmp_path / "plan.html").read_bytes().strip().startswith(b"<!DOCTYPE html>")


def test_a_plan_with_errors_makes_no_page_and_keeps_the_old(tmp_path, small_plan):
    plan, target = tmp_path / "2018.yaml", tmp_path / "plan.html"
    plan.write_bytes(small_plan.replace(b"summa: 800 000", b"summa: 700 000"))
    target.write_bytes(b"gammal")
    done = run("html", str(plan), "--output", str(target))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("Ingen webbsida gjordes. Rätta felen och kör kommandot igen.\n")
    assert target.read_bytes() == b"gammal"


def test_the_page_never_overwrites_a_plan(tmp_path):
    done = run("html", "2017", "--output", str(tmp_path / "2017.yaml"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Webbsidan är en HTML-fil: {tmp_path}/2017.yaml ska sluta på .html.\n"


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (None, "kan inte läsas: den finns inte."),
        (b"\xff", "är skadad. Hämta tillbaka den senaste som fungerade."),
        (
            b"{{ nix }}",
            "Webbmallen kan inte fyllas i, rad 1: namnet ”nix” finns inte bland uppgifterna.",
        ),
    ],
)
def test_an_unusable_template_is_one_sentence(tmp_path, monkeypatch, capsys, damage, words):
    path = Path(tmp_path / "mall.html")
    if damage:
        path.write_bytes(damage)
    monkeypatch.setattr(files, "PAGE_TEMPLATE", path)
    assert cli.main(["html", "2017", "--output", str(tmp_path / "plan.html")]) == 1
    out, told = capsys.readouterr()
    assert (out, told.count("\n")) == ("", 1)
    assert words in told
    assert not (tmp_path / "plan.html").exists()
