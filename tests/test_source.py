"""Reading YAML: every trap of YAML 1.1 stays text, nothing crashes, and every value knows its
place."""

import string

import bench
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import files, pipeline, schema, source
from generator.findings import Mark

SHAPE = schema.Shape(files.read_schema())

STAYS_TEXT = [
    "ja",
    "nej",
    "no",
    "on",
    "off",
    "Yes",
    "y",
    "TRUE",
    "true",
    "false",
    "12:30",
    "1:30:00",
    "09.00",
    "0123",
    "089",
    "0o17",
    "0x1f",
    "0b11",
    "945_000",
    "945.000",
    "945,5",
    "1e3",
    ".inf",
    ".nan",
    "+5",
    "5",
    "-5",
    "945000",
    "2017-03-10",
    "2017-02-30",
    "2018-01",
    "=",
    "99999999999999999999",
]


def codes(raw: bytes | str) -> list[str]:
    return [
        f.code
        for f in source.read("p.yaml", raw.encode() if isinstance(raw, str) else raw, SHAPE)[1]
    ]


def value(text: str) -> object:
    return source.read("p.yaml", f"v: {text}\n".encode(), SHAPE)[0].data["v"]


@pytest.mark.parametrize("typed", [*STAYS_TEXT, "945 000", "945\u00a0000"])
def test_a_value_stays_as_typed(typed):
    assert value(typed) == typed


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_nothing_is_none(typed):
    assert value(typed) is None


@pytest.mark.parametrize("key", ["2017", "no", "~", "2017-01-01", "y"])
def test_a_key_stays_text(key):
    assert source.read("p.yaml", f"{key}: x\n".encode(), SHAPE)[0].data == {key: "x"}


TRAPS = {
    "two documents": ("a: 1\n---\nb: 2\n", "YML008"),
    "anchor": ("a: &hej du\n", "YML003"),
    "alias": ("a: *Vik\n", "YML003"),
    "tag that runs code": ("a: !!python/object:os.system x\n", "YML003"),
    "tag with a wrong value": ("a: !!int hej\n", "YML003"),
    "timestamp tag": ("a: !!timestamp hej\n", "YML003"),
    "merge key": ("a: 1\n<<: 2\n", "YML003"),
    "tab": ("a:\n\tb: 1\n", "YML009"),
    "non-breaking space as indent": ("a:\n\u00a0\u00a0b: 1\n", "YML009"),
    "line separator": ("a: x\u2028b\n", "YML006"),
    "next line": ("a: x\u0085y\n", "YML006"),
    "zero-width space": ("a\u200b: 1\n", "YML006"),
    "byte order mark inside": ("a: x\ufeffy\n", "YML006"),
    "private use": ("a: x\ue000y\n", "YML006"),
    "NUL": (b"a: x\x00y\n", "YML006"),
    "vertical tab": (b"a: x\x0by\n", "YML006"),
    "escaped vertical tab": ('a: "x\\x0by"\n', "YML006"),
    "escaped NUL": ('a: "\\0"\n', "YML006"),
    "item indented too far": ("a:\n - 1\n  - 2\n", "YML007"),
    "continued line": ("a: hej\n  - punkt\n", "YML007"),
    "hash in text": ("a: hej #1 b\n", "YML007"),
    "braces": ("a: {{ namn }}\n", "YML003"),
    "list as key": ("? [a, b]\n: x\n", "YML003"),
    "no space after the colon": ("titel:1\nstatus: 2\n", "YML010"),
    "UTF-16 without a mark": ("år: 1\nb: 2\n".encode("utf-16-le"), "YML001"),
    "exclamation mark": ("a: ! Viktigt\n", "YML003"),
    "escaped NUL in a key": ('"\\0": x\n', "YML006"),
    "colon in text": ("a: hej: du\n", "YML002"),
    "wrong indent": ("a: 1\n  b: 2\n", "YML002"),
    "no colon": ("titel: 1\nstatus utkast\nundertitel: 2\n", "YML002"),
    "open quotation mark": ('a: "hej\nb: 2\n', "YML002"),
    "backslash": ('a: "C:\\Users"\n', "YML002"),
    "open bracket": ("a: [1, 2\nb: 3\n", "YML002"),
    "at sign": ("a: @hej\n", "YML002"),
    "dash first": ("a: - hej\n", "YML002"),
    "text after quotation": ('a: "hej" du\n', "YML002"),
    "YAML 3": ("%YAML 3.0\n---\na: 1\n", "YML002"),
    "latin-1": ("år: 1\n".encode("latin-1"), "YML001"),
    "cp1252": ("a: 2017–2018 värd\n".encode("cp1252"), "YML001"),
    "UTF-16": ("år: 1\n".encode("utf-16"), "YML001"),
    "too large": (b"a: " + b"x" * 2_000_001, "YML005"),
    "too many lines": ("a:\n" + "\n" * 100_000, "YML005"),
    "deep flow": ("a: " + "[" * 100_000, "YML005"),
    "deep list": ("a:\n" + "- " * 3_000 + "b\n", "YML005"),
    "deep block": ("".join(" " * i + "a:\n" for i in range(400)), "YML005"),
    "same key twice": ("a: 1\na: 2\n", "YML004"),
    "same key composed and decomposed": ("år: 1\na\u030ar: 2\n", "YML004"),
}


@pytest.mark.parametrize(("raw", "code"), TRAPS.values(), ids=TRAPS)
def test_a_trap_is_a_finding(raw, code):
    assert code in codes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"# hej\n",
        b"- 1\n",
        b"hej\n",
        b"null\n",
        b"---\n...\n",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\x00",
    ],
)
def test_a_file_that_is_no_plan_is_a_finding(raw):
    read, findings = source.read("p.yaml", raw, SHAPE)
    assert findings
    assert read.data is None


def test_an_alias_bomb_is_not_expanded():
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)
    )
    assert set(codes(bomb)) == {"YML003"}


def test_a_byte_order_mark_and_windows_line_ends_are_fine(plan_2017):
    plain = source.read("p.yaml", plan_2017, SHAPE)[0].data
    windows = b"\xef\xbb\xbf" + plan_2017.replace(b"\n", b"\r\n")
    read, findings = source.read("p.yaml", windows, SHAPE)
    assert findings == []
    assert read.data == plain


def test_a_comment_after_two_spaces_is_a_comment():
    assert codes("status: utkast  # eller beslutad\n") == []


def test_a_repeated_key_keeps_the_first_value_and_what_follows_it_is_not_mixed_in():
    read, _ = source.read("p.yaml", b"a:\n  x: 1\na:\n  y: [2]\nb: 3\n", SHAPE)
    assert read.data == {"a": {"x": "1"}, "b": "3"}


def test_pure_python_reads_the_same(monkeypatch, plan_2017):
    fast = source.read("p.yaml", plan_2017, SHAPE)
    monkeypatch.setattr(source.builder, "LOADER", yaml.SafeLoader)
    slow = source.read("p.yaml", plan_2017, SHAPE)
    assert fast[0].data == slow[0].data
    assert [m.line for m in fast[0].marks.values()] == [m.line for m in slow[0].marks.values()]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_word_in_a_block_is_found_at_its_line_and_column(end):
    text = end.join(["a:", "    text: |", "    ett två", "", "    tre fyra", "b: 1", ""])
    read, _ = source.read("p.yaml", text.encode(), SHAPE)
    prose = read.data["a"]["text"]
    for word in ("ett", "två", "tre", "fyra"):
        mark = read.locate(("a", "text"), within=(prose.index(word), len(word)))
        assert text[mark.start : mark.end] == word
        assert text.split(end)[mark.line - 1][mark.column - 1 :].startswith(word)


def test_a_word_in_a_quoted_text_is_found():
    read, _ = source.read("p.yaml", b'a: "ett tv\xc3\xa5"\n', SHAPE)
    assert read.locate(("a",), within=(4, 3)) == Mark(1, 9, 8, 11)


def test_a_place_that_does_not_exist_falls_back_to_the_nearest_one_above():
    read, _ = source.read("p.yaml", b"a:\n  b: 1\n", SHAPE)
    assert read.locate(("a", "c", 3)) == read.locate(("a",))
    assert read.locate(("x",)).line == 1


NASTY = st.sampled_from(
    [
        *"abåäö:-#[]{}\"'|>&*!%@`,? \n\t\\0129.~=<",
        "\u00a0",
        "\u2028",
        "a\u030a",
        "- ",
        ": ",
        "\n  ",
        "\r\n",
        "---\n",
        "\ud7ff",
        "\x00",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(NASTY, max_size=60).map("".join))
def test_no_text_crashes_the_reader(text):
    read, findings = source.read("p.yaml", text.encode(), SHAPE)
    assert read.data is not None or findings
    for pointer, mark in read.marks.items():
        assert 0 <= mark.start <= mark.end <= len(read.reading.text), pointer
        assert 0 <= read.locate(pointer).start <= read.locate(pointer).end <= len(read.text), (
            pointer
        )


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_crash_the_reader(raw):
    source.read("p.yaml", raw, SHAPE)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.text(string.ascii_lowercase + "åäö", min_size=1, max_size=8).filter(
            lambda key: key not in SHAPE.keys
        ),
        st.text(string.ascii_letters + "åäö ,.-:", min_size=1),
        min_size=1,
    )
)
def test_what_was_written_is_what_is_read(data):
    raw = yaml.safe_dump(data, allow_unicode=True, default_style='"', width=10_000).encode()
    assert source.read("p.yaml", raw, SHAPE)[0].data == data


def test_an_open_quotation_mark_is_told_where_it_opens():
    _, findings = source.read("p.yaml", b'titel: "hej\nstatus: utkast\norganisation: "du"\n', SHAPE)
    assert [(f.code, f.at.line, f.at.column) for f in findings] == [("YML002", 1, 8)]


def test_a_flood_of_odd_characters_is_one_finding():
    _, findings = source.read("p.yaml", ("a: x" + "\u200b" * 100_000 + "\n").encode(), SHAPE)
    assert [f.message for f in findings] == [
        "Här står ett osynligt tecken: ett blanksteg utan bredd. Det finns på 100000 ställen."
    ]


def test_old_macintosh_line_ends_are_line_ends():
    read, findings = source.read("p.yaml", b"a: |\r  # Hej\rb: 1\r", SHAPE)
    assert (read.data, findings) == ({"a": "# Hej\n", "b": "1"}, [])


@pytest.mark.parametrize(
    "line",
    [
        "            värd: Salem",
        "          - datum: 2017-09-14",
        "        rubrik: Ledningsgruppen",
        "  - rubrik: Syfte",
    ],
)
def test_a_tab_is_told_once_and_the_line_is_read_as_it_was_meant(plan_2017, line):
    whole = source.read("p.yaml", plan_2017, SHAPE)[0].data
    text = plan_2017.decode()
    assert f"\n{line}\n" in text
    read, findings = source.read(
        "p.yaml", text.replace(f"\n{line}\n", f"\n\t{line.strip()}\n", 1).encode(), SHAPE
    )
    assert [finding.code for finding in findings] == ["YML009"]
    assert read.data == whole


@pytest.mark.parametrize("name", bench.WORST)
def test_the_work_of_repair_is_bounded(name, plan_2017, monkeypatch):
    """Inputs that once took minutes."""
    raw = bench.worst(plan_2017, name, 60_000)
    parse, work = yaml.parse, [0]

    def counted(tried, loader):
        work[0] += len(tried)
        for event in parse(tried, loader):
            work[0] += 25
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    assert codes(raw)
    assert work[0] < 6_000_000


def test_a_plan_of_nothing_but_asterisks_is_told_and_not_parsed_to_its_end(plan_2017):
    sections = "".join(
        f"  - rubrik: Bilaga {n}\n    slag: bilaga\n    text: Ord {'*a* ' * 4800}\n"
        for n in range(12)
    )
    built = pipeline.check(
        "plan",
        plan_2017.replace(b"\n# Engelska", f"{sections}\n# Engelska".encode()),
        files.read_schema(),
    )
    what = "fler rader, stjärnor, klamrar och andra tecken med särskild betydelse än en plan kan ha"
    told = [finding.at for finding in built.findings if what in finding.message]
    assert told == [("kapitel", 8 + n, "text") for n in range(1, 12)]


def test_a_repair_that_leaves_out_a_chapter_is_one_change(plan_2017):
    text = plan_2017.decode().replace("rubrik: Syfte", "rubrik: Syfte " + "a\n\n" * 9_000, 1)
    read, findings = source.read("p.yaml", text.encode(), SHAPE)
    assert len(findings) < 25
    assert len(read.reading.joints) < 200
