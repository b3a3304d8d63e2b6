"""What VS Code is told: the settings, the problem matchers and the snippets, tried on the YAML
extension's own language server."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import npm
import pytest
from conftest import MEMBERS
from jsonschema import Draft202012Validator
from lsp import Server
from test_cli import run
from test_schema import objects

from generator import files, pipeline
from generator.schema import Schema

FOLDER = Path(__file__).parent / "editor"
PACKAGE = FOLDER / "node_modules" / "yaml-language-server"
PLAN = files.PLANS / "2018.yaml"


def vscode(name: str) -> dict[str, Any]:
    """A file of .vscode, which must be plain JSON."""
    return json.loads((files.ROOT / ".vscode" / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def command() -> list[str]:
    """The language server; in CI a missing Node.js is a failure, elsewhere a skip that says what to
    install."""
    npm.install(FOLDER)
    return ["node", str(PACKAGE / "bin" / PACKAGE.name), "--stdio"]


@pytest.fixture(scope="module")
def server(command) -> Iterator[Server]:
    with closing(Server(command, files.ROOT, vscode("settings.json"))) as server:
        yield server


@pytest.fixture(scope="module")
def complete(plan_2017) -> str:
    """A whole plan without the comment that names the schema, so that only the settings can lead to
    it."""
    return plan_2017.decode().split("\n", 1)[1]


def test_the_yaml_extension_is_recommended():
    assert vscode("extensions.json") == {"recommendations": ["redhat.vscode-yaml"]}


def test_every_plan_has_its_schema():
    ((schema, plans),) = vscode("settings.json")["yaml.schemas"].items()
    assert (files.ROOT / schema).resolve() == files.SCHEMA
    assert (files.PLANS / "2017.yaml") in files.ROOT.glob(plans)


def test_what_is_typed_is_saved_at_once_and_never_rearranged():
    settings = vscode("settings.json")
    assert settings.items() >= {
        ("files.autoSave", "afterDelay"),
        ("files.encoding", "utf8"),
        ("files.eol", "\n"),
        ("yaml.validate", False),
        ("yaml.format.enable", False),
        ("yaml.schemaStore.enable", False),
        ("redhat.telemetry.enabled", False),
    }
    assert settings["[yaml]"].items() >= {
        ("editor.insertSpaces", True),
        ("editor.tabSize", 2),
        ("editor.detectIndentation", False),
        ("editor.formatOnSave", False),
        ("editor.wordWrap", "on"),
    }


def watch() -> dict[str, Any]:
    """The task that checks in the background."""
    return next(task for task in vscode("tasks.json")["tasks"] if task.get("isBackground"))


def test_the_plans_are_checked_from_the_moment_the_folder_is_opened():
    task = watch()
    assert [task["command"], *task["args"]] == [
        "${workspaceFolder}/.venv/bin/python",
        "-m",
        "generator",
        "watch",
        "--format",
        "editor",
    ]
    assert task["windows"]["args"] == ["/d", "/c", "starta.cmd", *task["args"][2:]]
    assert task["runOptions"]["runOn"] == "folderOpen"
    assert task["presentation"]["reveal"] == "never"


def test_the_tool_is_made_ready_first_and_says_so_when_it_cannot_be():
    tasks = {task["label"]: task for task in vscode("tasks.json")["tasks"]}
    ready = tasks[watch()["dependsOn"]]
    assert ready["presentation"]["reveal"] == "silent"
    made = subprocess.run(
        [ready["command"], "--dry-run", *ready["args"]],
        cwd=files.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr


def test_every_matcher_knows_when_a_round_begins_and_ends():
    matchers = watch()["problemMatcher"]
    assert len(matchers) == 3
    for matcher in matchers:
        assert re.search(matcher["background"]["beginsPattern"], "kontroll börjar")
        assert re.search(matcher["background"]["endsPattern"], "kontroll klar")
        assert matcher["background"]["activeOnStart"] is False


def test_the_matchers_put_each_finding_where_it_is(tmp_path, small_plan):
    text = small_plan.decode()
    for old, new in BROKEN:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "2018.yaml").write_text(text, encoding="utf-8")
    done = run("check", "plans/2018.yaml", "--format", "editor", cwd=tmp_path)
    caught = [problem(line, watch()["problemMatcher"]) for line in done.stdout.splitlines()]
    assert sum(p["code"] == "TXT015" for p in caught) == 2
    caught = [p for p in caught if p["code"] != "TXT015"]
    assert [(p["file"], p["severity"], p["code"], stretch(text, p)) for p in caught] == [
        ("plans/2018.yaml", "error", "TXT008", "{okänd}"),
        ("plans/2018.yaml", "info", "STA003", "FYLL I"),
        ("plans/2018.yaml", "error", "TXT008", "{fel}"),
        ("plans/2018.yaml", "warning", "ROT006", "2018-02-22"),
        ("plans/2018.yaml", "error", "BUD002", "800 000"),
    ]
    assert [
        [int(p[key]) for key in ("line", "column", "endLine", "endColumn")] for p in caught[:3]
    ] == [
        [3, 31, 3, 38],
        [15, 15, 15, 21],
        [15, 25, 15, 30],
    ]
    assert caught[0]["message"].startswith(
        "Det finns ingen uppgift som heter {okänd}. – De som finns är {år}, "
    )


BROKEN = [
    ("organisation: Kommittén", "organisation: 😀 Kommittén 😀 {okänd}"),
    ('text: "Vi samverkar."', 'text: "😀 FYLL I 😀 {fel}"'),
    ("            värd: Nykvarn\n", ""),
    ("belopp: 750 000", "belopp: 740 000"),
]


def problem(line: str, matchers: list[dict[str, Any]]) -> dict[str, str]:
    """What the one matcher that knows the line makes of it."""
    ((matcher, match),) = [
        (m, found) for m in matchers if (found := re.search(m["pattern"]["regexp"], line))
    ]
    groups = {
        name: match[number] for name, number in matcher["pattern"].items() if name != "regexp"
    }
    return {"severity": matcher["severity"], **groups}


def stretch(text: str, problem: dict[str, str]) -> str:
    """The text that VS Code underlines: its lines and columns are 1-based, its columns count UTF-16
    units."""
    assert problem["line"] == problem["endLine"]
    units = text.split("\n")[int(problem["line"]) - 1].encode("utf-16-le")
    return units[2 * int(problem["column"]) - 2 : 2 * int(problem["endColumn"]) - 2].decode(
        "utf-16-le"
    )


def test_a_broken_plan_gives_no_english_diagnostics(server, command):
    broken = "år: nej\nnonsens: 1\n  x\n"
    server.open(PLAN, broken)
    assert server.diagnostics(PLAN) == []
    with closing(
        Server(command, files.ROOT, vscode("settings.json") | {"yaml.validate": True})
    ) as with_validation:
        with_validation.open(PLAN, broken)
        assert with_validation.diagnostics(PLAN)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("värd", "En av dem som planen har i listan kommuner."),
        ("veckodag", "Mötenas veckodag."),
        ("nästa_år", "Möten som redan är kända"),
    ],
)
def test_hovering_over_a_key_says_in_swedish_what_it_is(server, complete, key, says):
    line, column = place(complete, f"{key}:")
    server.open(PLAN, complete)
    shown = server.at("textDocument/hover", PLAN, line, column + 1)["contents"]["value"]
    assert says in shown
    assert "Source" not in shown


def test_an_empty_plan_is_offered_every_key(server, plan_schema):
    assert {*plan_schema["properties"]} <= {item["label"] for item in offered(server, "")}


def test_a_new_line_is_offered_the_keys_that_are_missing(server, complete):
    assert [item["label"] for item in offered(server, *opened(complete, "undertitel:", ""))] == [
        "utkast",
        "logotyp",
        "kommuner_på_titelsidan",
        "innehållsförteckning",
        "undantag",
    ]
    labels = {
        item["label"] for item in offered(server, *opened(complete, "värd: Haninge", 12 * " "))
    }
    assert labels == {"till", "anmärkning"}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("vartannat_år: ", {"udda", "jämna"}),
        ("status: ", {"utkast", "beslutad"}),
        ("veckodag: ", {"måndag", "söndag"}),
    ],
)
def test_a_value_is_chosen_from_a_list(server, complete, key, values):
    line, column = place(complete, key)
    lines = complete.split("\n")
    lines[line] = lines[line][: column + len(key)]
    assert values <= {item["label"] for item in offered(server, "\n".join(lines), line)}


SNIPPETS = [
    (
        "Nytt möte",
        "värd: Södertälje",
        10,
        ("kapitel", 6, "kalender", 0, "möten", 6),
        {"datum": "2018-02-01", "värd": "Kommun"},
    ),
    (
        "Ny budgetpost",
        "belopp: 50 000",
        10,
        ("kapitel", 7, "budget", "kostnader", "poster", 2),
        {"post": "Postens namn", "belopp": "50 000"},
    ),
    (
        "Ny värdkommun",
        "2024: Haninge",
        16,
        ("kapitel", 5, "avsnitt", 3, "avsnitt", 0, "värdkommuner", "år", "2025"),
        "Kommun",
    ),
    (
        "Nytt avsnitt",
        "avsnitt:",
        6,
        ("kapitel", 4, "avsnitt", 0),
        {"rubrik": "Ny rubrik", "text": "Text.\n"},
    ),
    ("Nytt kapitel", "kapitel:", 2, ("kapitel", 0), {"rubrik": "Ny rubrik", "text": "Text.\n"}),
    (
        "Ny grupp",
        "kalender:",
        6,
        ("kapitel", 6, "kalender", 0),
        {"namn": "styrgruppen", "rubrik": "Styrgruppen", "möten": [{"datum": "2018-02-01"}]},
    ),
]


@pytest.mark.parametrize(
    ("snippet", "dash"),
    [
        pytest.param(s, dash, id=f"{s[0]} {dash}")
        for s in SNIPPETS
        for dash in ("", "- ")
        if not (dash and s[0] == "Ny värdkommun")
    ],
)
def test_a_snippet_on_a_new_line_gives_what_the_program_reads(
    server, plan_schema, complete, snippet, dash
):
    label, after, indent, at, value = snippet
    text, line = opened(complete, after, indent * " " + dash)
    (item,) = [item for item in offered(server, text, line) if item["label"] == label]
    found = read(accepted(text, item["textEdit"]), plan_schema)
    for step in at:
        found = found[step]
    assert found == value


@pytest.mark.parametrize(
    "start", ["avsnitt: ", "avsnitt:\n      ", "avsnitt:\n      - ", "avsnitt:\n    "]
)
def test_the_first_section_is_read_wherever_it_is_begun(server, plan_schema, start):
    text = f"kapitel:\n  - rubrik: Syfte\n    {start}"
    items = [item for item in offered(server, text) if item["label"] == "Nytt avsnitt"]
    assert items
    for item in items:
        read_back = read(accepted(text, item["textEdit"]), plan_schema)
        assert read_back["kapitel"][0]["avsnitt"] == [{"rubrik": "Ny rubrik", "text": "Text."}]


def test_every_snippet_passes_its_own_schema(plan_schema):
    described = [
        (node, snippet)
        for node in objects(plan_schema)
        for snippet in node.get("defaultSnippets", [])
    ]
    assert {snippet["label"] for _, snippet in described} == {
        snippet[0] for snippet in SNIPPETS
    } | {"Nytt undantag", "Nytt mål"}
    for node, snippet in described:
        assert snippet["description"]
        body = json.loads(filled(json.dumps(snippet["body"], ensure_ascii=False)))
        whole = {"$defs": plan_schema["$defs"], **node}
        assert Draft202012Validator(whole).is_valid([body] if node["type"] == "array" else body), (
            body
        )
        assert not [name for name in MEMBERS if name in json.dumps(snippet, ensure_ascii=False)], (
            "members are the plan's own"
        )


def read(text: str, schema: Schema) -> Any:
    """The data of a text that the program reads without a word about its form."""
    built = pipeline.check("plan", text.encode(), schema)
    assert not [finding for finding in built.findings if finding.code.startswith("YML")]
    return built.source.data


def place(text: str, words: str) -> tuple[int, int]:
    """Where the words first stand: 0-based line and column."""
    before = text[: text.index(words)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def opened(text: str, after: str, typed: str) -> tuple[str, int]:
    """The text with a new line below the words, and the number of that line (0-based)."""
    line = place(text, after)[0] + 1
    lines = text.split("\n")
    return "\n".join([*lines[:line], typed, *lines[line:]]), line


def offered(server: Server, text: str, line: int | None = None) -> list[dict[str, Any]]:
    """What is offered at the end of a line, the last if none is given."""
    lines = text.split("\n")
    line = len(lines) - 1 if line is None else line
    server.open(PLAN, text)
    return server.at("textDocument/completion", PLAN, line, len(lines[line]))["items"]


def accepted(text: str, edit: dict[str, Any]) -> str:
    """The text once the offer has been taken as it stands: VS Code indents its further lines as the
    line it is put on."""
    lines = text.split("\n")
    start, end = edit["range"]["start"], edit["range"]["end"]
    line = lines[start["line"]]
    indent = line[: len(line) - len(line.lstrip(" "))]
    new = filled(edit["newText"]).replace("\n", f"\n{indent}")
    lines[start["line"]] = line[: start["character"]] + new + line[end["character"] :]
    return "\n".join(lines)


def filled(snippet: str) -> str:
    """A snippet with the default, or the first choice, at each tab stop."""
    return re.sub(
        r"\$\{\d+(?::([^}]*)|\|([^,|]*)[^}]*)\}", lambda stop: stop[1] or stop[2], snippet
    )
