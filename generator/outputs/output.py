"""What a format is: how it is asked for, what it is made by, and what is said of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field

from generator import files, images
from generator.pipeline import Beside, Build, judge, nothing_beside, produce

PLACES = "map.json"
"""The suffix of the file that tells where a document's values stand in the plan."""


class Request(Struct, frozen=True):
    """A plan's file, its text, the template that was chosen (None: the year's own, or the common
    one), and what other outputs of a year lie where this one is to lie. `pictures` gives its
    pictures where they are not those beside it.
    """

    path: Path
    raw: bytes
    template: Path | None = None
    pictures: images.Look | None = None
    beside: Beside = nothing_beside


class Made(Struct, frozen=True):
    """What became of a plan: its build and the files, by suffix or by whole name; none where an
    error stands.

    `told` are lines of its own, instead of what is told of a document.
    """

    build: Build
    contents: Mapping[str, bytes] = field(default_factory=dict)
    told: tuple[str, ...] = ()


class Output(Struct, frozen=True):
    """A format that a plan is made into.

    `command` asks for it, `help` says what it does (Swedish, as the Makefile and the README list
    it), `suffix` is that of its file, `kind` what such a file is (for a target of another kind),
    `otherwise` what is said where nothing was made. `needs` is the Makefile's stamp of the
    libraries that it asks for, `options` the names of what may be chosen. `stale` finds what only
    the pages that were made prove wrong of a plan. With `in_folder` its files have names of their
    own in build/. Its file is called `stem` and the year, and `linked` on the web page, '' for what
    that does not lead to; `called` is what a person calls what is made. `doing` is said while what
    takes seconds is made, '' for others.
    """

    command: str
    suffix: str
    help: str
    kind: str
    otherwise: str
    make: Callable[[Request], Made]
    needs: str = "plan"
    options: tuple[str, ...] = ("output",)
    stale: Callable[[Build, Build], Build] | None = None
    in_folder: bool = False
    stem: str = "verksamhetsplan"
    linked: str = ""
    called: str = ""
    doing: str = ""

    def lies(self, year: int, near: Path | None) -> Path:
        """Where its file of a year lies: in build/, or under the name of a file that is near."""
        if near is not None and not self.in_folder:
            return near.with_suffix(f".{self.suffix}")
        folder = near.parent if near is not None else files.BUILD
        return folder / f"{self.stem}-{year}.{self.suffix}"


def document(request: Request) -> Build:
    """A plan's Word document, made and proven. Raises files.FileError for an unusable template."""
    from generator import kept, own

    chosen = request.template or files.template_of(_year_of(request.raw))
    with named(chosen):
        plan_schema, template = files.read_schema(), files.read(chosen)
        return produce(
            files.shown(request.path),
            request.raw,
            plan_schema,
            template,
            own.judged_once(judge),
            kept.Kept(),
            files.beside(request.path),
            request.pictures or files.pictures(request.path),
        )


def _year_of(raw: bytes) -> int:
    """The year that a plan's text states, 0 where it cannot be seen."""
    found = re.search(rb"^\xc3\xa5r:\s*(\d{4})\b", raw, re.MULTILINE)
    return int(found[1]) if found else 0


@contextmanager
def fetched_by(name: str, extra: str, what: str) -> Iterator[None]:
    """Say how a missing library is fetched: the list of that `name` by what starts the tool, or the
    `extra` of the program that is installed. Raises files.FileError.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        typed = f'pip install "plangenerator[{extra}]"'
        if files.IS_CHECKOUT:
            typed = f"{files.STARTED_BY} --bara {name}"
        raise files.FileError(
            f"{what} kräver {error.name}, som saknas. Hämta det med  {typed}"
        ) from error


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Name the file in what is said of an unusable template. Raises files.FileError."""
    from generator.templating import UnusableTemplateError

    try:
        yield
    except UnusableTemplateError as problem:
        raise files.FileError(f"{files.shown(path)}: {problem}") from problem


def named_files(made: Made, output: Output, target: Path | None) -> dict[Path, bytes]:
    """Each file with its name: beside the target, in build/ where there is none. Raises
    files.FileError.
    """
    plan = made.build.plan
    assert plan is not None
    if output.in_folder:
        return {files.BUILD / name: content for name, content in made.contents.items()}
    first = target or output.lies(plan.year, None)
    found: dict[Path, bytes] = {}
    for suffix, content in made.contents.items():
        own = first if first.suffix.lower() == f".{suffix}" else first.with_suffix(f".{suffix}")
        if suffix == PLACES:
            _spare(own, plan.year)
        found[own] = content
    return found


def _spare(sidecar: Path, year: int) -> None:
    """Refuse to write over what is no table of this plan's document. Raises files.FileError."""
    from generator.word import provenance

    if sidecar.exists():
        known = provenance.from_json(files.read(sidecar))
        if known is None or known.origin.year != year:
            raise files.FileError(
                f"{files.shown(sidecar)} hör inte till planen för {year}, "
                "och skrivs aldrig över. Flytta filen, eller välj ett annat namn på "
                "dokumentet. Inget är skrivet."
            )
