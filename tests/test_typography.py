"""How the texts are written: what each rule must not say, and where it says what it says."""

import pytest

from generator import pipeline


def told(raw: bytes, schema, text: str, heading: str = "Syfte") -> list[tuple[str, str]]:
    """Code and message of what is told once a text and its heading stand in a plan."""
    block = "".join(f"      {line}\n" if line else "\n" for line in text.split("\n"))
    typed = raw.decode().replace('    text: "Vi samverkar."\n', f"    text: |\n{block}")
    typed = typed.replace("rubrik: Syfte\n", f"rubrik: {heading}\n")
    return [
        (finding.code, finding.message)
        for finding in pipeline.check("plan", typed.encode(), schema).findings
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Ett "rakt", ett “engelskt” och ett „tyskt“ blir alla ”svenska”.',
        "Ett ”citat med ’ett inre’ citat” och kommunens’ egen apostrof.",
        "Ett ”citat över\ntvå rader” i ett stycke.",
        "**”Fet”** och *”kursiv”* och (”parentes”).",
        "T.ex. det, och Bl.a. det.",
        "Se t.ex. bilagan, bl.a. den om 5 mm och 10\u00a0mm, m.m.",
        "Vi skall och vi skall.",
        "Vi ska och vi ska. E4:ans vägar och E4-avfarten.",
        "- en enda punkt.",
        "- Ett\n- Två\n- Tre.",
        "- ett,\n- två och\n- tre.",
        "- Varför?\n- Därför.\n- Så här:",
        "- 8 kommuner\n- ”nytta” för alla\n- RUFS",
        "- Stor\n- Även stor\n\nOch:\n\n- liten.\n- även liten.",
        "-   Tre mellanslag efter strecket\n-   gör ingenting".replace("gör", "Gör"),
        "- En punkt\n  som går vidare\n- En till",
        "Kort stycke.\n\nKort stycke.",
    ],
)
def test_what_is_well_written_is_not_told(small_plan, plan_schema, text):
    assert told(small_plan, plan_schema, text) == []


@pytest.mark.parametrize(
    "heading",
    [
        "2017 års mål",
        "8 kommuner",
        "3D-modeller",
        "5:e mötet",
        "Vision 2025",
        "Bilaga till planen",
        "2025",
        "E4",
    ],
)
def test_a_heading_with_a_number_of_its_own_is_not_told(small_plan, plan_schema, heading):
    assert told(small_plan, plan_schema, "Text.", f"'{heading}'") == []


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("2. Syfte", "2."),
        ("2) syfte", "2)"),
        ("2.Syfte", "2."),
        ("2.1 syfte", None),
        ("2.1 Syfte", "2.1"),
        ("Kapitel 2 Syfte", "Kapitel 2"),
    ],
)
def test_a_heading_with_the_document_s_number_is_told(small_plan, plan_schema, heading, number):
    expected = [("TXT011", f"Rubriken börjar med ett nummer, ”{number}”.")] if number else []
    assert told(small_plan, plan_schema, "Text.", heading) == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Vi läser ”RUFS.", "börjar"),
        ("Vi läser RUFS”.", "slutar"),
        ('Vi läser "RUFS.', "börjar"),
        ("Vi läser «RUFS» och ”SUP.", "börjar"),
        ("”RUFS och ”SUP”", "börjar"),
        ("”RUFS” och SUP”", "slutar"),
        ("”RUFS börjar\n\noch slutar” här", "börjar"),
    ],
)
def test_a_quotation_mark_without_a_mate_is_told_as_the_one_it_is(
    small_plan, plan_schema, text, what
):
    code, message = told(small_plan, plan_schema, text)[0]
    assert code == "TXT003"
    assert message.startswith(f"Här {what} ett citat")


def test_what_is_told_of_words_is_told_once_with_the_number_of_places(small_plan, plan_schema):
    assert told(
        small_plan, plan_schema, "Se t ex det. T.ex det, t. ex. det. Vi skall och ska."
    ) == [
        ("TXT004", "Planen skriver ”skall” på 1 ställe, men också ”ska”."),
        ("TXT004", "Planen skriver ”t ex” på 3 ställen."),
    ]


def test_the_sign_that_ends_an_item_is_named_without_its_quotation_mark(small_plan, plan_schema):
    text = small_plan.decode().replace('"Vi samverkar."', '"- ”Ett.”\\n- Två\\n- Tre"')
    (finding,) = pipeline.check("plan", text.encode(), plan_schema).findings
    assert finding.hint == "Ta bort ”.” sist på raden, eller låt alla rader sluta likadant."


def test_a_list_may_differ_in_both_ways_and_the_first_of_equals_is_the_usual(
    small_plan, plan_schema
):
    assert told(small_plan, plan_schema, "- Ett.\n- två") == [
        ("TXT005", "I listan börjar 1 rad med stor bokstav, men den här med liten: ”två”."),
        ("TXT005", "I listan slutar 1 rad med punkt, men inte den här."),
    ]
