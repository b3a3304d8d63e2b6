"""git shows Word files as text where a person asks for it: whatever the file, installed or not, in
no other repository."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from programs import need

from generator import files, revisions
from generator.cli import main
from generator.ooxml import package

ATTRIBUTES = "*.docx binary diff=docx\n"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@exempel.se"]
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path, monkeypatch, template) -> Path:
    """A repository of its own with the tool's code and a template."""
    need("git")
    top = tmp_path / "en plan"
    top.mkdir()
    git(top, "init", "-q")
    shutil.copytree(files.ROOT / "generator", top / "generator")
    (top / "mall.docx").write_bytes(template)
    (top / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    git(top, "add", ".")
    git(top, "commit", "-qm", "a")
    monkeypatch.setattr(revisions, "ROOT", top)
    monkeypatch.delenv("GIT_DIR", raising=False)
    return top


def test_a_change_of_the_template_is_shown_as_text(folder, template, capsys):
    assert main(["git-diff"]) == 0
    assert capsys.readouterr().out.startswith(
        "Klart: git diff visar Word-filer som text i den här mappen.\n"
    )
    parts = package.read(template)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b">Summa<", b">Totalt<")
    (folder / "mall.docx").write_bytes(package.write(parts))
    shown = git(folder, "diff")
    assert (
        "-word/document.xml: [Tabellsumma] Summa\n+word/document.xml: [Tabellsumma] Totalt\n"
        in shown
    )


DAMAGED = {
    "no zip": b"hej",
    "nothing": b"",
    "half": None,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_of_a_file_that_cannot_be_read_the_size_is_shown(folder, template, content):
    assert main(["git-diff"]) == 0
    content = template[:5000] if content is None else content
    (folder / "mall.docx").write_bytes(content)
    assert f"+Filen går inte att visa som text: {len(content)} byte.\n" in git(folder, "diff")


def test_where_the_tool_is_not_installed_the_size_is_shown(folder, template, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(folder / ".venv" / "bin" / "python"))
    assert main(["git-diff"]) == 0
    (folder / "mall.docx").write_bytes(b"hej")
    shown = git(folder, "diff")
    assert (
        f"-Filen går inte att visa som text: {len(template)} byte.\n+Filen går inte att visa som text: 3 byte.\n"
        in shown
    )


def test_a_file_without_measure_is_not_read(folder, monkeypatch, template):
    from generator.ooxml import show

    monkeypatch.setattr(show, "_MOST_BYTES", 10)
    assert show.shown(folder / "mall.docx") == [
        f"Filen går inte att visa som text: {len(template)} byte."
    ]


def test_another_repository_s_settings_are_left_alone(folder, monkeypatch, capsys):
    below = folder / "verktyg"
    below.mkdir()
    monkeypatch.setattr(revisions, "ROOT", below)
    before = (folder / ".git" / "config").read_bytes()
    assert main(["git-diff"]) == 1
    assert (
        capsys.readouterr().err == f"Mappen {below} är ingen egen mapp i git, så inget är ändrat.\n"
    )
    assert (folder / ".git" / "config").read_bytes() == before


def test_nobody_else_writes_git_s_settings():
    assert "git config" not in (files.ROOT / "Makefile").read_text(encoding="utf-8")
