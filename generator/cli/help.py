"""What is said of the commands: all of them on a screen, one with its choices and an example, and
the one that was meant.
"""

import os
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.outputs import OUTPUTS
from generator.outputs.output import Output
from generator.report import wrapped

_NARROWEST, _WIDEST = 40, 100


class Help(Struct, frozen=True):
    """A command: what follows its name, what it does, its choices with what each does, and what an
    example of it is.
    """

    takes: str
    does: str
    example: str
    choices: tuple[tuple[str, str], ...] = ()


_AUTHOR = ("--author NAMN", "bara det som en person skrev")
_NUMBERS = ("--numbers 1,3-5", "bara de numren i listan")
_YES = ("--ja", "utan att fråga")
_AGAINST = ("--against ANNAT", "ett annat år, en fil eller en version i git")
_OF_OUTPUTS = {
    "output": ("--output FIL", "en annan fil att göra"),
    "template": ("--template FIL", "en annan mall"),
    "fix": ("--fix", "rätta sidnumren i planen"),
    "ja": _YES,
}


def _of_output(output: Output) -> Help:
    choices = [_OF_OUTPUTS[option] for option in output.options if option in _OF_OUTPUTS]
    does = output.help.partition(";")[0]
    return Help("ÅR", does, f"{output.command} 2018", tuple(choices))


COMMANDS: Mapping[str, Help] = {
    "start": Help(
        "",
        "öppna arbetsbordet i webbläsaren: skriv, rätta, bekräfta och se sidan",
        "start",
        (
            ("--port NUMMER", "en bestämd port"),
            ("--visa-inte", "öppna inte webbläsaren"),
        ),
    ),
    **{output.command: _of_output(output) for output in OUTPUTS},
    "plans": Help("", "gör Word-dokumentet för alla år", "plans"),
    "new": Help(
        "ÅR",
        "börja på ett nytt år: gör plans/ÅR.yaml av planen för året före",
        "new 2019",
        (("--from ANNAT", "av ett annat år, eller en fil"),),
    ),
    "begin": Help(
        "ÅR",
        "börja utan plan: gör en liten plan, med kommentarer, att bygga vidare på",
        "begin 2019",
    ),
    "check": Help(
        "ÅR",
        "kontrollera planen utan att göra något dokument",
        "check 2018",
        (
            ("--alla", "det som bara är för kännedom också"),
            ("--format SÄTT", "text, json, github eller editor; --json är --format json"),
        ),
    ),
    "fix": Help(
        "ÅR",
        "rätta det som har en trolig rättning; visar ändringarna och frågar först",
        "fix 2018",
        (_YES,),
    ),
    "confirm": Help(
        "ÅR",
        "bekräfta det som ett utkast frågar om, ett slag i taget",
        "confirm 2018 --vad dagar",
        (("--vad VAD", "dagar, belopp, texter, kommentarer eller en grupps namn"), _YES),
    ),
    "compare": Help(
        "ÅR",
        "visa vad som ändrats sedan förra året",
        "compare 2018 --against 2016",
        (_AGAINST, ("--json", "för program")),
    ),
    "redline": Help(
        "ÅR",
        "gör ett Word-dokument med ändringarna sedan förra året spårade (eller: redline GAMMAL NY)",
        "redline 2018 --against utskickad.docx",
        (_AGAINST, ("--pdf", "sidorna också"), _OF_OUTPUTS["output"]),
    ),
    "feedback": Help(
        "FIL [FIL ...]",
        "visa kommentarer och spårade ändringar i granskade Word-filer, med rad i planen",
        "feedback svar/haninge.docx",
        (_AUTHOR, _NUMBERS, ("--plan ÅR", "planen som de gäller"), ("--json", "för program")),
    ),
    "apply": Help(
        "FIL [FIL ...]",
        "för in granskarnas ändringar i planen, en i taget",
        "apply svar/haninge.docx --numbers 1,3-5",
        (
            ("--alla", "allt som går"),
            _AUTHOR,
            _NUMBERS,
            ("--comments", "kommentarerna också, som rader"),
            ("--exempt 1,3-5", "det som säger emot en överenskommelse, med undantag"),
            ("--open 1,3-5", "det som säger emot en överenskommelse, som öppet i utkastet"),
            ("--plan ÅR", "planen som de gäller"),
            _YES,
        ),
    ),
    "reply": Help(
        "FIL [FIL ...]",
        "svara granskarna i deras egna filer, och gör en tabell över synpunkterna till protokollet",
        "reply svar/haninge.docx",
        (("--plan ÅR", "planen som de gäller"),),
    ),
    "template-check": Help(
        "[FIL]", "kontrollera Word-mallen, eller en annan", "template-check mall.docx"
    ),
    "watch": Help(
        "",
        "kontrollera alla planer nu och varje gång en sparas; Ctrl + C avslutar",
        "watch",
        (("--format SÄTT", "text eller editor, en rad för varje fel"),),
    ),
    "rules": Help("", "visa alla regler som planen kontrolleras mot", "rules"),
    "schema": Help("", "skriv schemat som redigerare hjälper till efter", "schema"),
    "git-diff": Help("", "låt git visa ändringar i Word-filer som text", "git-diff"),
}
_PROGRAM = ".venv/bin/python -m generator"
WHERE = f"Alla kommandon: {_PROGRAM} --help"
"""Where the commands are told."""


def all_commands() -> str:
    """Every command on a line of its own, or on as many as the terminal needs."""
    named = [(f"{name} {one.takes}".rstrip(), one.does) for name, one in COMMANDS.items()]
    return "\n".join(
        [
            f"Så här skriver man: {_PROGRAM} KOMMANDO",
            "",
            *_columns(named),
            "",
            *_wrapped("ÅR är ett år, som 2017, eller en YAML-fil."),
            f"Mer om ett kommando: {_PROGRAM} KOMMANDO --help",
            *_wrapped(f"Handboken öppnas på arbetsbordet: {_PROGRAM} start"),
        ]
    )


def of(name: str) -> str:
    """One command: what it does, its choices and an example."""
    one = COMMANDS[name]
    choices = ["", *_columns(one.choices)] if one.choices else []
    first = f"{one.does[:1].upper()}{one.does[1:]}."
    return "\n".join(
        [
            *_wrapped(first),
            "",
            f"  {_PROGRAM} {name} {one.takes}".rstrip(),
            *choices,
            "",
            f"Till exempel: {_PROGRAM} {one.example}",
        ]
    )


def meant(typed: str) -> str:
    """What to say of a word that is no command: which was meant, where one is like it."""
    from difflib import get_close_matches

    near = get_close_matches(typed.lower(), COMMANDS, 1, 0.6)
    asked = f" Menade du {near[0]}?" if near else ""
    return f"{typed} är inget kommando.{asked}"


def meant_by_make(typed: str) -> str:
    """The same of a word typed after make: a year stands after a blank too many; and what was not
    typed is a file that make misses.
    """
    if typed not in os.environ.get("GOALS", typed).split():
        return f"Filen {typed} saknas i verktygets mapp. Hämta hela verktyget igen."
    if re.fullmatch(r"\d{4}", typed):
        return f"{typed} är inget kommando. Skriv året utan mellanslag:  YEAR={typed}"
    return f"{meant(typed)} Skriv  make  ensamt, så visas de som finns."


def _wrapped(words: str) -> list[str]:
    """Words on as many lines as the terminal needs."""
    return wrapped(words, _width(), "")


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Rows of two columns, the second wrapped; below each other where the terminal is narrow."""
    rows, width = [*rows], _width()
    first = max(len(name) for name, _ in rows) + 4
    is_narrow = width - first < _NARROWEST // 2
    lines = []
    for name, does in rows:
        if is_narrow:
            lines += [f"  {name}", *wrapped(does, width, " " * 6)]
        else:
            lines += wrapped(does, width, f"  {name}".ljust(first))
    return lines


def _width() -> int:
    """How wide the terminal is, within what can be read."""
    import shutil

    return min(max(shutil.get_terminal_size((80, 24)).columns, _NARROWEST), _WIDEST) - 1
