"""The handbook as the workbench shows it: whole, and every link in it leads somewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from generator.cli import variables
from generator.workbench import handbook
from generator.workbench.handbook import PAGES, linked, slug

ROOT = Path(__file__).parents[1]


class Read(HTMLParser):
    """The names, links and pictures of a page, and the words of its main part."""

    def __init__(self, html):
        super().__init__()
        self.names, self.links, self.pictures, self.words = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.words.clear()
        given = dict(attrs)
        self.names += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.pictures += [given["src"]] if tag == "img" else []

    def handle_data(self, data):
        self.words += data.split()


@pytest.fixture(scope="module")
def pages():
    return {name: Read(handbook.page(name).decode()) for name in PAGES}


def test_every_link_leads_to_a_place_that_there_is(pages):
    looked = 0
    for name, read in pages.items():
        assert len(read.names) == len(set(read.names)) > 5
        for href in read.links:
            if href == "/" or href.startswith("https://"):
                continue
            page, _, place = href.rpartition("#") if "#" in href else (href, "", "")
            page = page.removeprefix("/handbok/") or name
            assert page in pages, href
            assert not place or unquote(place) in pages[page].names, href
            looked += 1
    assert looked > 60


def test_every_picture_is_there(pages):
    pictures = [src for read in pages.values() for src in read.pictures]
    assert len(pictures) > 3
    for src in pictures:
        found = handbook.picture(src.removeprefix("/handbok/bilder/"))
        assert found.startswith(b"\x89PNG"), src


def test_no_word_of_the_file_is_lost(pages):
    """The words of the file, as GitHub shows them, by another way than the page is made."""
    for name, read in pages.items():
        file = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        plain = Read(MarkdownIt("gfm-like", {"linkify": False}).render(file))
        assert len(plain.words) > 300
        assert "".join(read.words) == "".join(plain.words)


def test_every_part_that_is_advised_is_a_part_of_the_handbook(pages):
    advised = set()
    for path in (ROOT / "generator").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "handbook.py":
            advised |= {found[2] for found in handbook._REFERENCE.finditer(text)}
            assert text.count(" i handboken") == len(handbook._REFERENCE.findall(text)), path
    assert len(advised) > 1
    for part in advised:
        assert slug(part) in pages["handbok"].names, part


def test_every_rule_has_its_place(pages):
    text = (ROOT / "docs" / "regler.md").read_text(encoding="utf-8")
    codes = set(re.findall(r"\b[A-Z]{3}\d{3}\b", text))
    assert len(codes) > 80
    assert {code for code in codes if code.lower() not in pages["regler"].names} == set()


def test_advice_is_shown_as_it_is_but_for_its_link():
    made = linked("Skriv <b> om. Se Undantag i handboken. (Se belopp.)")
    assert made == (
        'Skriv &lt;b&gt; om. Se <a href="/handbok/handbok#undantag" target="_blank">Undantag i '
        "handboken</a>. (Se belopp.)"
    )
    assert linked("se handboken & ångra") == "se handboken &amp; ångra"


@pytest.mark.parametrize("name", ["", "arkitektur", "../README", "handbok.md"])
def test_nothing_else_is_given_out(name):
    assert handbook.page(name) is None
    assert handbook.picture(name) is None
    assert handbook.picture(f"{name}.png") is None


def test_no_link_is_shut_but_those_that_lead_out_of_the_handbook():
    shut = set()
    for name in PAGES:
        file = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(file):
            links = [
                str(one.attrs["href"]) for one in token.children or () if one.type == "link_open"
            ]
            shut |= {href for href in links if not handbook._address(href)}
    assert shut == {"../requirements", "conformance.md"}


def test_a_page_loads_nothing_and_one_that_cannot_be_read_is_a_sentence(monkeypatch, tmp_path):
    from generator import files, workbench

    page = workbench._handbook("it")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert workbench._handbook("x").status_code == 404
    monkeypatch.setattr(files, "DOCS", tmp_path)
    told = workbench._handbook("it")
    assert told.status_code == 202
    assert "it.md kan inte läsas: den finns inte." in told.body.decode()


def test_all_that_can_be_added_to_a_command_is_told_in_both_ways():
    rows = re.findall(
        r"^\| [^|]+ \| `([A-Z]+)=[^|]*` \| `(--[a-z]+)?[^|]*` \| ([a-z, -]+) \|$",
        (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    told = {
        (command, variable, option)
        for variable, option, commands in rows
        for command in commands.split(", ")
    }
    assert told == {("template-check", "FIL", "")} | {
        (command, variable, option)
        for table in (variables.OPTIONS, variables.FLAGS)
        for command, options in table.items()
        for variable, option in options.items()
    }
