"""The document: what was typed is what is shown, nothing is left over, and the same input gives the
same bytes."""

import io
import re
import subprocess
import sys
import zipfile

import docx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator import context, files, pipeline
from generator.ooxml import package, w
from generator.ooxml.text import paragraphs, style
from generator.templating import UnusableTemplateError
from generator.word.render import render
from generator.word.template import DOCUMENT
from generator.word.verify import verify


def produced(raw: bytes | str) -> pipeline.Build:
    raw = raw.encode() if isinstance(raw, str) else raw
    built = pipeline.produce("plan", raw, files.read_schema(), files.read(files.TEMPLATE))
    assert built.docx, [finding.message for finding in built.findings]
    return built


def document(docx_bytes: bytes) -> etree._Element:
    return etree.fromstring(package.read(docx_bytes)[DOCUMENT])


def lines(raw: bytes | str) -> list[str]:
    return [text for _, text in paragraphs(document(produced(raw).docx))]


TYPED = "R&D <5 {{ namn }} {% if %} {# x #} {_{ 'x' ]]> &amp; |å"


def test_special_characters_come_out_as_typed(small_plan):
    text = small_plan.decode().replace('text: "Vi samverkar."', f"text: |\n      {TYPED}")
    assert TYPED in lines(text.replace("rubrik: Syfte", "rubrik: 'Syfte & <mål> {{ 7*7 }}'"))
    assert "Syfte & <mål> {{ 7*7 }}" in lines(
        text.replace("rubrik: Syfte", "rubrik: 'Syfte & <mål> {{ 7*7 }}'")
    )


SAFE = st.text(
    st.characters(
        exclude_categories=("C", "Z", "Co"), exclude_characters="\\`*_[]<>#|~!-+=:{}\"'“”„‟″"
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(SAFE, min_size=1, max_size=8))
def test_any_words_of_prose_are_in_the_document(small_plan, parts):
    typed = " ".join(parts)
    built = pipeline.check(
        "plan",
        small_plan.decode()
        .replace('text: "Vi samverkar."', f"text: |\n      Ord {typed}")
        .encode(),
        files.read_schema(),
    )
    assume(not built.findings)
    assert built.plan
    content = context.make(built.plan)
    assert verify(render(files.read(files.TEMPLATE), content), content) == []


def test_two_processes_give_the_same_bytes(tmp_path):
    outputs = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.docx"
        subprocess.run(
            [sys.executable, "-m", "generator", "plan", "2017", "--output", str(target)],
            check=True,
            cwd=files.ROOT,
            env={"PYTHONHASHSEED": seed},
        )
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1]


def test_the_package_has_no_clock_and_sorted_parts(plan_2017):
    with zipfile.ZipFile(io.BytesIO(produced(plan_2017).docx)) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    names = [info.filename for info in infos]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])


@given(
    st.dictionaries(
        st.text("abcxyz/._", min_size=1, max_size=12), st.binary(max_size=200), max_size=6
    )
)
def test_a_package_is_read_as_it_was_written(parts):
    parts = {name: content for name, content in parts.items() if not name.endswith("/")}
    written = package.write(parts)
    assert package.read(written) == parts
    assert package.write(dict(reversed(parts.items()))) == written


def test_word_never_asks_and_nothing_is_left_of_the_template(plan_2017):
    parts = package.read(produced(plan_2017).docx)
    everything = b"".join(content for name, content in parts.items() if name.endswith(".xml"))
    assert b"updateFields" not in everything
    assert b"w:dirty" not in everything
    assert not re.search(rb"\{\{|\{%", everything)
    assert not any("thumbnail" in name or "stylesWithEffects" in name for name in parts)
    assert all(
        style(paragraph) != "Mallkod"
        for paragraph, _ in paragraphs(document(produced(plan_2017).docx))
    )


def test_the_page_reference_is_live_and_shows_the_number_that_the_plan_states(plan_2017):
    root = document(produced(plan_2017).docx)
    (code,) = [node.text for node in root.iter(w("instrText"))]
    bookmark = re.match(r" PAGEREF (\w+) \\h ", code)[1]
    (start,) = [node for node in root.iter(w("bookmarkStart")) if node.get(w("name")) == bookmark]
    assert "".join(start.getparent().itertext(w("t"))) == "Regionala utvecklingsfrågor"
    assert any("(jfr sid 4)" in text for _, text in paragraphs(root))


def test_properties_name_the_plan(plan_2017):
    properties = docx.Document(io.BytesIO(produced(plan_2017).docx)).core_properties
    assert properties.title == "Verksamhetsplan 2017 – Budget 2017"
    assert properties.author == "Södertörnskommunernas Samarbetskommitté"
    assert (properties.language, properties.subject) == ("sv-SE", "2017")
    assert str(properties.created)[:10] == "2016-12-08"


def test_looks_are_character_styles_and_links_have_a_description(small_plan):
    text = small_plan.decode().replace(
        '"Vi samverkar."', '"En **fet**, *kursiv* och [sida](https://x.se/?a=1&b=2)."'
    )
    parts = package.read(produced(text).docx)
    root = etree.fromstring(parts[DOCUMENT])
    assert {node.get(w("val")) for node in root.iter(w("rStyle"))} >= {
        "Strong",
        "Emphasis",
        "Hyperlink",
    }
    (link,) = root.iter(w("hyperlink"))
    assert link.get(w("tooltip")) == "sida"
    assert b'Target="https://x.se/?a=1&amp;b=2"' in parts["word/_rels/document.xml.rels"]


def test_a_draft_says_so_on_every_page(small_plan):
    parts = package.read(produced(small_plan).docx)
    assert "UTKAST" in lines(small_plan)
    headers = [
        content.decode() for name, content in parts.items() if name.startswith("word/header")
    ]
    assert headers
    assert all("UTKAST" in header for header in headers)


def test_a_decided_plan_does_not_say_draft(plan_2017):
    assert not any(
        b"UTKAST" in content for content in package.read(produced(plan_2017).docx).values()
    )


def test_a_further_section_an_appendix_and_fees_need_no_change_of_the_template(small_plan):
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
    text = small_plan.decode().replace(
        "belopp: 800 000", f"belopp: 800 000\n            per_kommun:{fees}"
    )
    text = text.replace(
        'text: "Vi samverkar."',
        'text: "Vi samverkar."\n    avsnitt:\n      - rubrik: Nytt avsnitt\n        text: "- En punkt"\n'
        "        avsnitt:\n          - rubrik: Under\n            text: Djupt",
    )
    text = f'{text.rstrip()}\n  - rubrik: Ordlista\n    slag: bilaga\n    text: "Ett ord."\n'
    shown = lines(text)
    assert shown[shown.index("Nytt avsnitt") + 1 : shown.index("Nytt avsnitt") + 4] == [
        "En punkt",
        "Under",
        "Djupt",
    ]
    assert shown[-2:] == ["Ordlista", "Ett ord."]
    assert shown.count("100\u00a0000") == 8


def with_document(template: bytes, old: str, new: str) -> bytes:
    parts = package.read(template)
    xml = parts[DOCUMENT].decode()
    assert old in xml
    parts[DOCUMENT] = xml.replace(old, new, 1).encode()
    return package.write(parts)


def test_code_in_the_template_does_not_run(template, context_2017):
    with pytest.raises(UnusableTemplateError):
        render(
            with_document(
                template, "{{ titel }}", "{{ titel.__class__.__mro__[1].__subclasses__() }}"
            ),
            context_2017,
        )


def test_a_template_that_is_no_word_file_is_one_sentence(context_2017):
    with pytest.raises(UnusableTemplateError, match="ingen Word-fil"):
        render(b"hej", context_2017)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{%p for a in k.avsnitt %}", "{% for a in k.avsnitt %}"),
        ("{%tr for m in g.möten %}", "{% for m in g.möten %}"),
    ],
)
def test_a_tag_in_the_wrong_place_is_one_sentence(template, context_2017, old, new):
    with pytest.raises(UnusableTemplateError, match="Mallen kan inte fyllas i"):
        render(with_document(template, old, new), context_2017)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{r s.innehåll }}", "{{ s.innehåll }}"),
        ("{{p löptext(d.text) }}", "{{ löptext(d.text) }}"),
    ],
)
def test_a_tag_without_its_letter_is_seen(template, context_2017, old, new):
    assert "VER007" in {
        finding.code
        for finding in verify(render(with_document(template, old, new), context_2017), context_2017)
    }


def test_a_note_stands_beside_its_day_in_the_table(small_plan):
    assert "1\u00a0februari (digitalt)" in lines(
        small_plan.decode().replace("2018-02-01", "2018-02-01\n            anmärkning: digitalt")
    )


def test_a_group_s_text_never_hides_its_days(small_plan):
    text = small_plan.decode().replace(
        "        rubrik: Kommitténs möten\n",
        '        rubrik: Kommitténs möten\n        text: "Vi ses i kommunhuset."\n',
    )
    shown = lines(text)
    assert "Vi ses i kommunhuset." in shown
    assert "22\u00a0februari" in shown


def test_a_day_of_another_year_shows_its_year(plan_2017):
    text = plan_2017.decode().replace("äger rum {nyckeltalsdagen}", "äger rum")
    text += "undantag:\n  - regel: KAL008\n    skäl: Den hålls två år i rad.\n"
    text = text.replace(
        "          - datum: 2017-10-05\n",
        "          - datum: 2017-10-05\n          - datum: 2018-10-04\n",
    )
    assert "4\u00a0oktober\u00a02018" in lines(text)


def test_a_stated_result_is_shown(small_plan):
    text = small_plan.decode().replace("belopp: 750 000", "belopp: 700 000")
    text = (
        text[: text.rindex("        summa: 800 000")]
        + "        summa: 750 000\n      resultat: 50 000\n"
    )
    assert "Resultat\t50\u00a0000" in lines(text)


def test_a_document_that_lacks_a_text_is_never_handed_out(small_plan, template, plan_schema):
    quote = '<w:pStyle w:val="Quote"/></w:pPr><w:r><w:t xml:space="preserve">'
    short = with_document(template, f"{quote}{{{{r s.innehåll }}}}", f"{quote}Citatet")
    built = pipeline.produce("plan", small_plan, plan_schema, short, judge=lambda template: [])
    assert built.docx is None
    assert [(finding.code, finding.at) for finding in built.findings] == [
        ("VER001", ("kapitel", 3, "citat"))
    ]


def test_a_template_with_a_fault_gives_findings_and_no_document(small_plan, template, plan_schema):
    built = pipeline.produce(
        "plan", small_plan, plan_schema, with_document(template, "{{ titel }}", "{{ titeln }}")
    )
    assert built.docx is None
    assert [finding.code for finding in built.findings] == ["MAL001"]


@pytest.mark.parametrize(
    "tag",
    ["{{ titel + 1 }}", "{{ 1/0 }}", "{{ titel() }}", "{{ titel.x.y }}", "{{ range(10**12) }}"],
)
def test_a_tag_that_computes_is_one_sentence(template, context_2017, tag):
    with pytest.raises(UnusableTemplateError, match="Mallen kan inte fyllas i"):
        render(with_document(template, "{{ titel }}", tag), context_2017)


def test_no_word_of_a_document_is_divided(template):
    """Dates, names and two letters were: in a ragged column of this width nothing is gained."""
    settings = package.read(template)["word/settings.xml"]
    assert b"<w:defaultTabStop" in settings
    assert b"autoHyphenation" not in settings
