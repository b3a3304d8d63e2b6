"""What a secretary's hand does to chapters, which are rows of a list: told at its line with the
right advice, and mended to the letter."""

import re
from collections.abc import Callable

import pytest

from generator import files, pipeline, report
from generator.findings import Finding
from generator.fix import fix

PLANS = [files.PLANS / "2017.yaml", *sorted((files.ROOT / "tests" / "plans").glob("*.yaml"))]


def chapters() -> list[tuple[str, int]]:
    """Each chapter but the first of each plan, by the line of its heading (from 0)."""
    found = []
    for path in PLANS:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [i for i, line in enumerate(lines) if re.match(r"  - rubrik: ", line)]
        found += [(path.stem, i) for i in rows[1:]]
    return found


CHAPTERS = chapters()
SLIPS = {
    "no dash": lambda line: line.replace("- ", "  ", 1),
    "at the left": lambda line: line.strip(),
    "one space in": lambda line: line[1:],
    "a space too far in": lambda line: f" {line}",
    "two spaces too far in": lambda line: f"  {line}",
}


def test_there_are_chapters_after_every_kind_of_content():
    assert len(CHAPTERS) > 25


@pytest.mark.parametrize("slip", SLIPS)
def test_a_chapter_whose_first_line_slipped_is_put_right(slip, plan_schema):
    right = 0
    for stem, number in CHAPTERS:
        path = next(path for path in PLANS if path.stem == stem)
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        lines[number] = SLIPS[slip](lines[number])
        built = pipeline.check(path.name, "\n".join(lines).encode(), plan_schema)
        told = [
            built.source.place(finding).line
            for finding in built.findings
            if finding.severity == "fel"
        ]
        assert number + 1 in told, (stem, number + 1)
        mended = fix(
            built, lambda typed, name=path.name: pipeline.check(name, typed.encode(), plan_schema)
        )
        assert mended.source.text in (text, "\n".join(lines)), (stem, number + 1)
        right += mended.source.text == text
    assert right >= 0.9 * len(CHAPTERS)


def test_bullets_in_the_column_of_their_text_are_put_right(plan_schema):
    found = 0
    for path in PLANS:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(
            r"(?:^ +- (?!rubrik|namn|post|datum|månad|\[|- |text|tabell)[^\n]*\n){2,}",
            text,
            re.MULTILINE,
        ):
            if not re.search(r"(?:\||\n\n)\s*$", text[: match.start()]):
                continue
            slipped = re.sub(r"^  ", "", match[0], flags=re.MULTILINE)
            typed = text[: match.start()] + slipped + text[match.end() :]
            built = pipeline.check(path.name, typed.encode(), plan_schema)
            if not any(finding.severity == "fel" for finding in built.findings):
                continue
            found += 1
            mended = fix(
                built, lambda new, name=path.name: pipeline.check(name, new.encode(), plan_schema)
            )
            assert mended.source.text in (text, typed)
            assert len([finding for finding in built.findings if finding.severity == "fel"]) == 1
    assert found > 3


def errors(built: pipeline.Build) -> list[Finding]:
    return [finding for finding in built.findings if finding.severity == "fel"]


def below(lines: list[str], number: int) -> list[int]:
    """The lines below a key that stand further in than it; none where it has its value beside it."""
    key = re.match(r"( *(?:- )?)\w+:(?: \|)?$", lines[number])
    if not key:
        return []
    found = []
    for i in range(number + 1, len(lines)):
        if lines[i].strip() and len(lines[i]) - len(lines[i].lstrip()) <= len(key[1]):
            break
        found.append(i)
    while found and not lines[found[-1]].strip():
        found.pop()
    return found


def checked_as(name: str, plan_schema) -> Callable[[str], pipeline.Build]:
    """What a text is once it is checked as the file of that name."""
    return lambda typed: pipeline.check(name, typed.encode(), plan_schema)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_what_is_below_a_key_and_slipped_out_beside_it_is_told_once_and_put_right(
    path, plan_schema
):
    text = path.read_text(encoding="utf-8")
    lines, check = text.split("\n"), checked_as(path.name, plan_schema)
    before, found = len(errors(check(text))), 0
    for number, line in enumerate(lines):
        slipped = below(lines, number)
        if not slipped:
            continue
        typed = "\n".join(
            line[2:] if i in slipped and line.strip() else line for i, line in enumerate(lines)
        )
        built = check(typed)
        # A list may stand beside its key.
        if len(errors(built)) <= before:
            continue
        found += 1
        assert len(errors(built)) == before + 1, (line, number + 1)
        assert fix(built, check).source.text == text, (line, number + 1)
    assert found > 3


LISTS = ("innehåll", "möten", "nästa_år", "kalender", "poster", "underskrifter", "mål")


@pytest.mark.parametrize("steps", [4, 6])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_rows_that_slipped_out_of_their_list_are_told_once_and_put_back(path, steps, plan_schema):
    """Into the column of another list's rows, where they can be read, or further out."""
    text = path.read_text(encoding="utf-8")
    lines, check = text.split("\n"), checked_as(path.name, plan_schema)
    before, found = len(errors(check(text))), 0
    for number, line in enumerate(lines):
        rows = below(lines, number)
        name = line.strip(" -:")
        # Parts of a post are posts: whose they are, nobody can tell.
        is_of_post = "- post:" in "".join(lines[max(0, number - 2) : number])
        if name not in LISTS or not rows or is_of_post:
            continue
        out = min(steps, len(lines[rows[0]]) - len(lines[rows[0]].lstrip()))
        typed = "\n".join(
            line[out:] if i in rows and line.strip() else line for i, line in enumerate(lines)
        )
        built = check(typed)
        told = [f for f in errors(built) if f.code == "YML002"]
        assert told, (line, number + 1)
        assert len(errors(built)) == before + 1, (line, number + 1)
        assert built.source.place(told[0]).line == rows[0] + 1
        if told[0].message.startswith("Rad "):
            assert told[0].message == (
                f"Rad {rows[0] + 1}–{rows[-1] + 1} hör till ”{name}”, men står inte längre in än det."
            )
            assert told[0].hint == f"Markera raderna och flytta dem {out} mellanslag åt höger."
        assert fix(built, check).source.text == text, (line, number + 1)
        found += 1
    assert found > 1


BESIDE = """\
    innehåll:
    - text: |
      Planen följs upp varje halvår (jfr sid [3](#syfte)).
    - tabell:
      kolumner: [Vad, När, Ansvarig]
      rader:
        - [Delårsuppföljning, juni {år}, Sekretariatet]
        - [Årsuppföljning, december {år}, Ledningsgruppen]
    - text: |
      Det som följs upp är:
      - ett
      - två
"""
UNDER = """\
    innehåll:
    - text: |
        Planen följs upp varje halvår (jfr sid [3](#syfte)).
    - tabell:
        kolumner: [Vad, När, Ansvarig]
        rader:
          - [Delårsuppföljning, 'juni {år}', Sekretariatet]
          - [Årsuppföljning, 'december {år}', Ledningsgruppen]
    - text: |
        Det som följs upp är:
        - ett
        - två
"""


def with_chapter(raw: bytes, contents: str) -> str:
    """A plan with one more chapter."""
    after = "  - rubrik: Syfte\n"
    return raw.decode().replace(after, f"  - rubrik: Uppföljning\n{contents}{after}", 1)


@pytest.mark.parametrize("step", ["", "  "])
def test_a_list_of_contents_with_all_beside_its_keys_is_told_place_by_place(
    step, plan_2017, plan_schema
):
    def check(typed: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", typed.encode(), plan_schema)

    typed, meant = (
        with_chapter(
            plan_2017, "".join(f"{step if i else ''}{line}" for i, line in enumerate(rows))
        )
        for rows in (text.splitlines(keepends=True) for text in (BESIDE, UNDER))
    )
    assert errors(check(meant)) == []
    first = typed[: typed.index("    innehåll:")].count("\n") + 1
    built = check(typed)
    assert [(f.message, built.source.place(f).line - first) for f in errors(built)] == [
        ("Raden har inte samma indrag som texten den hör till.", 2),
        (f"Rad {first + 4}–{first + 7} hör till ”tabell”, men står inte längre in än det.", 4),
        ("”juni {år}” måste stå inom citattecken i en lista inom hakklammer.", 6),
        ("”december {år}” måste stå inom citattecken i en lista inom hakklammer.", 7),
        (f"Rad {first + 9}–{first + 11} hör till ”text”, men står inte längre in än det.", 9),
    ]
    assert fix(built, check).source.text == meant


def test_only_the_line_of_a_text_that_slipped_is_moved(plan_2017, plan_schema):
    text = plan_2017.decode()
    meant = text.replace("      Vår samverkan ska kännetecknas av:\n", "      Så här:\n", 1)
    assert meant != text
    typed = meant.replace("      Så här:\n", "    Så här:\n", 1)
    built = pipeline.check("plan.yaml", typed.encode(), plan_schema)
    mended = fix(built, lambda new: pipeline.check("plan.yaml", new.encode(), plan_schema))
    assert [finding.hint for finding in errors(built)] == [
        "Skriv 6 mellanslag före texten i stället för 4."
    ]
    assert mended.source.text == meant


ROWS = {
    "one": (
        "[a, juni {år}, c]",
        "[a, 'juni {år}', c]",
        "Sätt citattecken runt just det:  'juni {år}'",
    ),
    "several": (
        "[{år}, it's {år}, 'den {år}', d]  # ett",
        "['{år}', 'it''s {år}', 'den {år}', d]  # ett",
        "Sätt citattecken runt vart och ett:  '{år}', 'it''s {år}'",
    ),
    "a brace alone": (
        "[a, {år} x, c]",
        "[a, '{år} x', c]",
        "Sätt citattecken runt just det:  '{år} x'",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_quotation_marks_are_put_around_the_fact_in_a_list_not_around_the_list(
    row, small_plan, plan_schema
):
    old, new, hint = ROWS[row]
    text = small_plan.decode().replace(
        "\nkapitel:\n",
        "\nkapitel:\n  - rubrik: Ett\n    tabell:\n      kolumner: [a, b, c]\n"
        f"      rader:\n        - {old}\n        - {old}\n",
        1,
    )
    built = pipeline.check("plan.yaml", text.encode(), plan_schema)
    assert [finding.hint for finding in errors(built) if finding.code == "YML002"] == [hint, hint]
    mended = fix(built, lambda typed: pipeline.check("plan.yaml", typed.encode(), plan_schema))
    assert mended.source.text == text.replace(old, new)


def test_a_line_is_said_to_stand_beside_one_of_its_own_group(plan_2017, plan_schema):
    """Never beside a line of another chapter, nor one that has slipped as well."""
    contents = "".join(
        f"    {line}\n" for line in ("innehåll:", "- text: |", "  Ett.", "- text: |", "  Två.")
    )
    typed = with_chapter(plan_2017, contents)
    built = pipeline.check("plan.yaml", typed.encode(), plan_schema)
    first = typed[: typed.index("    innehåll:")].count("\n") + 1
    told = [[(mark.line - first, word) for mark, word in f.also] for f in errors(built)]
    assert told == [[(1, "hör till den här raden")], [(3, "hör till den här raden")]]


def test_lines_that_cannot_be_read_are_told_once(plan_2017, plan_schema):
    """Whatever lines slip together, each stretch of them is one finding, at its first line."""
    lines, stretches = plan_2017.decode().split("\n"), 0
    for first in range(0, len(lines), 7):
        for slip in (lambda line: f"  {line}", lambda line: re.sub(r"^  ", "", line)):
            slipped = [slip(line) if line.strip() else line for line in lines[first : first + 9]]
            typed = "\n".join([*lines[:first], *slipped, *lines[first + 9 :]])
            built = pipeline.check("plan.yaml", typed.encode(), plan_schema)
            found = [f for f in errors(built) if re.search("kan inte läsas|Här saknas", f.message)]
            assert len(found) <= 3, (first + 1, found)
            for finding in found:
                rows = re.fullmatch(r"Raderna (\d+)–(\d+) kan inte läsas\.", finding.message)
                stretches += bool(rows)
                mark = built.source.place(finding)
                told = typed[mark.start : mark.end].rstrip("\n")
                assert not rows or mark.line == int(rows[1])
                assert not rows or told.count("\n") == int(rows[2]) - int(rows[1])
                assert not rows or not finding.repair
    assert stretches > 3


def told_of(plan_schema, raw: bytes, *changes: tuple[str, str]) -> tuple[pipeline.Build, str]:
    """A plan with some words changed, checked; and its text."""
    text = raw.decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return pipeline.check("plan.yaml", text.encode(), plan_schema), text


def mended(plan_schema, built: pipeline.Build) -> str:
    return fix(
        built, lambda typed: pipeline.check("plan.yaml", typed.encode(), plan_schema)
    ).source.text


AGAIN = "    text: |\n      Ett.\n    tabell:\n      kolumner: [a]\n      rader:\n        - [b]\n"


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (
            "  - rubrik: Kalendarium\n",
            (
                "STR008",
                "fel",
                "Förra året stod det här i kapitlet ”Kalendarium”, nu i ”Arbetsformer”.",
                "Saknas raden  - rubrik: Kalendarium  ovanför? Lägg till den. "
                "Har det flyttats: flytta det till ovanför ”avsnitt”.",
                "    kalender:",
            ),
        ),
        (
            "  - rubrik: Budget {år}\n",
            (
                "STR008",
                "varning",
                "Förra året stod det här i kapitlet ”Budget 2017”, nu i ”Kalendarium”.",
                "Saknas raden  - rubrik: Budget {år}  ovanför? Lägg till den. "
                "Har det flyttats kan det stå så.",
                "    budget:",
            ),
        ),
    ],
)
def test_a_chapter_s_lost_heading_is_told_once_with_its_name(gone, told, plan_2017, plan_schema):
    draft = (files.PLANS / "2018.yaml").read_text(encoding="utf-8")
    assert gone in draft
    text = draft.replace(gone, "", 1)
    built = pipeline.check("plan.yaml", text.encode(), plan_schema, lambda _: plan_2017)
    lines = text.split("\n")
    assert [
        (f.code, f.severity, f.message, f.hint, lines[built.source.place(f).line - 1])
        for f in built.findings
        if f.code.startswith("STR")
    ] == [told]


SWALLOWED = {
    "a chapter and the key of its text": (
        "  - rubrik: Syfte\n    text: |  # FYLL I: läs igenom (”ska”)\n",
        "under rubriken ”Syfte”, nu under ”Inledning”",
        "raderna  - rubrik: Syfte  och  text: |  ovanför? Lägg till dem.",
        "Vi samverkar för att stärka den kommunala",
    ),
    "a section above the next without a blank line": (
        "          - rubrik: Samarbetsformer\n            text: |\n",
        "under rubriken ”Samarbetsformer”, nu under ”Gemensam ägarstyrning”",
        "raderna  - rubrik: Samarbetsformer  och  text: |  ovanför? Lägg till dem.",
        "Det finns ett stort antal nätverk",
    ),
    "a heading above sections": (
        "      - rubrik: Externa samverkansgrupper\n",
        "under rubriken ”Externa samverkansgrupper”, nu under ”Regional konferens”",
        "raden  - rubrik: Externa samverkansgrupper  ovanför? Lägg till den.",
        "avsnitt:\n          - rubrik: Södertörns Rådslag",
    ),
}


@pytest.mark.parametrize("case", SWALLOWED)
def test_a_lost_heading_that_leaves_its_text_to_the_one_above_is_told(case, plan_2017, plan_schema):
    gone, where, missing, place = SWALLOWED[case]
    draft = (files.PLANS / "2018.yaml").read_text(encoding="utf-8")
    assert gone in draft
    text = draft.replace(gone, "", 1)
    built = pipeline.check("plan.yaml", text.encode(), plan_schema, lambda _: plan_2017)
    told = [finding for finding in built.findings if finding.code == "STR008"]
    assert [(f.severity, f.message, f.hint) for f in told] == [
        (
            "varning",
            f"Förra året stod det här {where}.",
            f"Saknas {missing} Har det flyttats kan det stå så.",
        )
    ]
    mark = built.source.place(told[0])
    line = text.split("\n")[mark.line - 1]
    assert line[mark.column - 1 :].startswith(place.split("\n")[0])
    assert (
        text.index(place) == sum(map(len, text.splitlines(True)[: mark.line - 1])) + mark.column - 1
    )


def last_year(text: str) -> bytes:
    """A plan as it could have been the year before."""
    year = int(re.search(r"^år: (\d+)", text, re.MULTILINE)[1])
    return text.replace(f"år: {year}", f"år: {year - 1}", 1).encode()


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_no_heading_is_lost_unseen(path, plan_schema):
    """With the line of its kind and that of its text, or without."""
    text = path.read_text(encoding="utf-8")
    lines, before = text.split("\n"), last_year(text)

    def told(typed: str) -> list[str]:
        built = pipeline.check(path.name, typed.encode(), plan_schema, lambda _: before)
        return [f.code for f in built.findings if f.severity != "information"]

    usual, tried = told(text), 0
    assert "STR008" not in usual
    for number in (n for n, line in enumerate(lines) if re.match(r" +- rubrik: ", line)):
        line, end = lines[number], number + 1
        while re.match(r" +(slag: |text: \|)", lines[end]):
            end += 1
        for last in {number + 1, end}:
            tried += 1
            assert len(told("\n".join(lines[:number] + lines[last:]))) > len(usual), (line, last)
    assert tried > 5


def test_what_was_renamed_rewritten_or_moved_is_no_lost_heading(plan_2017, plan_schema):
    draft = (files.PLANS / "2018.yaml").read_text(encoding="utf-8")
    aim = draft[draft.index("  - rubrik: Syfte\n") : draft.index("  - rubrik: Förhållning")]
    beginning = draft[draft.index("  - rubrik: Inledning\n") : draft.index("  - rubrik: Syfte\n")]
    for change in (
        ("- rubrik: Syfte\n", "- rubrik: Syftet med samverkan\n"),
        ("- rubrik: Syfte\n    text: |", "- rubrik: Syftet\n    text: |\n      Nytt stycke.\n"),
        ("- rubrik: Externa samverkansgrupper\n", "- rubrik: Externa grupper\n"),
        (aim, ""),
        # The words of one chapter stand in another too, or in the place of all that it said.
        (beginning, f"{beginning}{''.join(aim.splitlines(True)[2:])}"),
        (beginning + aim, aim.replace("Syfte", "Inledning")),
    ):
        assert change[0] in draft
        text = draft.replace(*change, 1)
        built = pipeline.check("plan.yaml", text.encode(), plan_schema, lambda _: plan_2017)
        assert [f.message for f in built.findings if f.code == "STR008"] == []


def test_what_stands_after_the_sections_is_told_without_last_year_s_plan(plan_2017, plan_schema):
    built, _ = told_of(plan_schema, plan_2017, ("  - rubrik: Kalendarium\n", ""))
    assert [finding.code for finding in errors(built)] == ["STR003"]


@pytest.mark.parametrize("times", [2, 3])
def test_contents_that_stand_twice_are_a_new_chapter_or_more_of_the_same(
    times, plan_2017, plan_schema
):
    typed = with_chapter(plan_2017, AGAIN * (times - 1) + "    text: |\n      Sist.\n")
    built = pipeline.check("plan.yaml", typed.encode(), plan_schema)
    first = typed[: typed.index(AGAIN)].count("\n") + 1
    told = [(f.code, f.message, built.source.place(f).line - first) for f in errors(built)]
    message = "”text” står två gånger i samma kapitel."
    assert told == [("YML004", message, 6 * number) for number in range(1, times)]
    assert {finding.hint for finding in errors(built)} == {
        "Ska det vara ett nytt kapitel: lägg till raden  - rubrik: …  ovanför. Hör det till samma kapitel: "
        "skriv innehållet som en lista under  innehåll:  (se Kapitel, avsnitt och bilagor i handboken)."
    }
    assert mended(plan_schema, built) == typed


def test_contents_that_stand_twice_in_a_section_are_told_of_the_section(plan_2017, plan_schema):
    old = "      - rubrik: Ledningsgrupp\n"
    built, _ = told_of(plan_schema, plan_2017, (old, ""))
    (finding,) = errors(built)
    assert finding.message == "”text” står två gånger i samma avsnitt."
    assert "Ska det vara ett nytt avsnitt: " in finding.hint


def test_what_stands_after_the_sections_may_be_a_chapter_of_its_own(plan_2017, plan_schema):
    built, typed = told_of(plan_schema, plan_2017, ("  - rubrik: Kalendarium\n", ""))
    (finding,) = errors(built)
    assert finding.hint == (
        "Hör ”kalender” till ”Arbetsformer”: flytta det till ovanför ”avsnitt”. "
        "Ska det vara ett nytt kapitel: lägg till raden  - rubrik: …  ovanför ”kalender”."
    )
    assert mended(plan_schema, built) == typed


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("- rubrik: Syfte", "- rubrik:", "Skriv värdet efter kolonet."),
        ("undertitel: Budget {år}", "undertitel: ' '", "Skriv text."),
        ("tid: 12.00-15.00", "tid:", "Skriv värdet efter kolonet, eller ta bort raden."),
    ],
)
def test_only_a_line_that_the_plan_need_not_have_is_to_be_removed(
    old, new, hint, plan_2017, plan_schema
):
    built, _ = told_of(plan_schema, plan_2017, (old, new))
    assert [finding.hint for finding in errors(built)] == [hint]


DECISION = "ord, datum, diarienummer, beslutande, paragraf, dokumentansvarig, gäller_från, gäller_till och visas"
GIVEN = {
    "a text that several keys take": (
        "\nstatus: ",
        "\nbeslut: Godkänd av SSK\nstatus: ",
        f"Här kan stå: {DECISION}. Till exempel:  ord: Godkänd av SSK",
        None,
    ),
    "a day": (
        "\nstatus: ",
        "\nbeslut: 2017-12-01\nstatus: ",
        f"Här kan stå: {DECISION}. Till exempel:  datum: 2017-12-01",
        None,
    ),
    "a number that looks as the example of one of them": (
        "\nstatus: ",
        "\nbeslut: §12\nstatus: ",
        f"Här kan stå: {DECISION}. Till exempel:  paragraf: §12",
        None,
    ),
    "a number of a register": (
        "\nstatus: ",
        "\nbeslut: KSF 2017/345\nstatus: ",
        f"Här kan stå: {DECISION}. Till exempel:  diarienummer: KSF 2017/345",
        None,
    ),
    "a word that one of them lists": (
        "\nstatus: ",
        "\nbeslut: sist\nstatus: ",
        f"Här kan stå: {DECISION}. Till exempel:  visas: sist",
        None,
    ),
    "a yes": (
        "\nstatus: ",
        "\ninnehållsförteckning: ja\nstatus: ",
        "Här kan stå: nivåer. Till exempel:  nivåer: 2",
        None,
    ),
    "a number that one key takes": (
        "\nstatus: ",
        "\ninnehållsförteckning: 3  # djupt\nstatus: ",
        "Här kan stå: nivåer. Till exempel:  nivåer: 3",
        "\ninnehållsförteckning:\n  nivåer: 3  # djupt\nstatus: ",
    ),
    "a text that one key takes": (
        "\nkapitel:\n",
        "\nkapitel:\n  - rubrik: Ett\n    årets_dagar: Alla dagar\n",
        "Här kan stå: rubrik. Till exempel:  rubrik: Alla dagar",
        "\nkapitel:\n  - rubrik: Ett\n    årets_dagar:\n      rubrik: Alla dagar\n",
    ),
    "not all that is required": (
        "\nkapitel:\n",
        "\nkapitel:\n  - rubrik: Ett\n    tabell: Alla dagar\n",
        "Här kan stå: rubrik, kolumner, rader och bredder. Till exempel:  rubrik: Alla dagar",
        None,
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("case", GIVEN)
def test_a_value_where_a_group_is_wanted_is_told_with_the_keys_of_the_group(
    case, end, small_plan, plan_schema
):
    old, new, keys, meant = GIVEN[case]
    text = small_plan.decode().replace(old, new, 1)
    typed = text.replace("\n", end)
    built = pipeline.check("plan.yaml", typed.encode(), plan_schema)
    (finding,) = errors(built)
    lead = "Skriv uppgifterna på raderna under, två mellanslag längre in."
    assert (finding.code, finding.hint) == ("SCH003", f"{lead} {keys}")
    assert bool(finding.repair) == bool(meant)
    expected = text.replace(new, meant, 1) if meant else text
    assert mended(plan_schema, built) == expected.replace("\n", end)


def test_a_decision_that_cannot_be_read_is_not_told_twice(small_plan, plan_schema):
    built, _ = told_of(
        plan_schema, small_plan, ("status: utkast", "status: beslutad\nbeslut: Godkänd")
    )
    assert [finding.code for finding in errors(built)] == ["SCH003"]


def test_a_fact_alone_in_a_list_is_given_quotation_marks(small_plan, plan_schema):
    table = "\nkapitel:\n  - rubrik: Ett\n    tabell:\n      kolumner: [a, {år}]\n      rader:\n        - [b, c]\n"
    built, typed = told_of(plan_schema, small_plan, ("\nkapitel:\n", table))
    (finding,) = errors(built)
    assert finding.hint == "Sätt citattecken runt det:  '{år}'"
    assert mended(plan_schema, built) == typed.replace("[a, {år}]", "[a, '{år}']")


def test_a_tab_is_shown_and_the_blanks_that_should_stand_there_are_counted(plan_2017, plan_schema):
    line = "            värd: Salem\n"
    built, typed = told_of(plan_schema, plan_2017, (line, f"\t\t\t{line.lstrip()}"))
    (finding,) = errors(built)
    assert finding.hint == "Skriv 12 vanliga mellanslag först på raden."
    shown = report.for_people(errors(built), built.source, {}, colour=False)
    assert "| →   →   →   värd: Salem" in shown
    assert f"| {'^' * 12}\n" in shown
    after = mended(plan_schema, built)
    assert after == plan_2017.decode()
    _, changed = report.changes(typed, after, "plan.yaml", colour=False)
    assert "- →   →   →   värd: Salem" in changed
    assert f"+ {line.rstrip()}" in changed
