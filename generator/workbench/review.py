"""What reviewers answered: each remark as a card, chosen or not, proven and then written; and what
they are answered in turn.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from nicegui import events, run, ui

from generator import files, swedish
from generator.answers import Received, read_answer, received
from generator.replied import LIST, Replied, decided, remember, replied
from generator.report import visible
from generator.review.apply import Agreement, Applied, apply, brings
from generator.review.apply.agreements import broken
from generator.review.apply.beside import against, warned
from generator.review.feedback import Remark, telling
from generator.review.feedback.about import reason
from generator.review.reply import DONE, summary
from generator.workbench.desk import Desk
from generator.workbench.dialogs import made, opened, show_lines
from generator.workbench.inbox import Inbox
from generator.workbench.worded import worded

_MOST_FILES = 20
_BUTTON = "no-caps outline"
_EXEMPTED, _OPEN, _LEFT = "Ta med, med undantag", "Ta med, att bekräfta", "Ta inte med"
Choice = tuple[ui.radio, ui.input]
"""What is to be done with a change that breaks an agreement, and why."""


class Tried(Struct, frozen=True):
    """Changes that have been tried: what would be written, of which text, which agreements of the
    committee's a change breaks, by its number, where nobody has said what to do about it, and what
    else is to be known.
    """

    done: Applied
    made_of: str
    broken: Mapping[int, list[str]]
    beside: Sequence[str]


class Review:
    """The answers to a plan in a window."""

    def __init__(self, desk: Desk, year: str) -> None:
        self._desk, self._year = desk, year
        self._inbox = Inbox(year)
        self._found: Received | None = None
        self._done: set[int] = set()
        self._noted: set[int] = set()
        self._chosen: set[int] = set()
        self._agreed: dict[int, Agreement] = {}
        self._problem = ""
        with ui.element("header").classes("huvud"):
            ui.link(f"Planen för {year}", f"/plan/{year}")
            with ui.element("h1"):
                ui.label(f"Granskning {year}")
        self._boxes: dict[int, ui.checkbox] = {}
        self._main = ui.element("main").classes("år")
        with self._main:
            ui.label("Lägg svaren här: Word-filerna som granskarna skickade tillbaka.")
            # Its own buttons have no names for those who hear them.
            sent = ui.upload(
                multiple=True, auto_upload=True, max_files=_MOST_FILES, on_upload=self._come
            )
            sent.props('accept=".docx"').style("display: none")
            ui.button("Välj filer", on_click=lambda: sent.run_method("pickFiles")).props(
                f"{_BUTTON} icon=attach_file"
            )
            self._cards = ui.refreshable(self._show)
            self._cards()
        if self._inbox.paths():
            # The page is shown before what was kept is read.
            ui.timer(0.05, self._read, once=True)

    async def _come(self, event: events.UploadEventArguments) -> None:
        """Take an answer in; all of them are read together, so that they can be compared."""
        try:
            path = self._inbox.take_in(event.file.name, await event.file.read())
        except files.FileError as problem:
            _tell(str(problem))
            return
        try:
            await run.io_bound(read_answer, path, int(self._year))
        except files.FileError as problem:
            self._inbox.take_out(path)
            # Who sent it knows its name, not where it lay.
            _tell(str(problem).replace(files.shown(path), event.file.name))
        await self._read()

    async def _read(self) -> None:
        """Read all answers, and what has become of what they ask for."""
        self._chosen.clear()
        self._agreed.clear()
        self._problem = ""
        try:
            read = await run.io_bound(self._received)
        except files.FileError as problem:
            read, self._problem = (None, set(), set()), str(problem)
        if read is not None:  # else the workbench is closing
            self._found, self._done, self._noted = read
            self._cards.refresh()

    def _received(self) -> tuple[Received | None, set[int], set[int]]:
        paths = self._inbox.paths()
        if not paths:
            return None, set(), set()
        found = received(paths, self._desk.path, raw=self._desk.text.encode())
        became = decided(found)
        noted = {one.remark.number for one in became if one.is_noted}
        return found, {one.remark.number for one in became if one.what == DONE}, noted

    def _show(self) -> None:
        for path in self._inbox.paths():
            with ui.element("div").classes("knappar val"):
                ui.label(visible(path.name))
                out = ui.button("Ta bort", on_click=lambda p=path: self._take_out(p))
                out.props(f'dense flat no-caps aria-label="Ta bort {visible(path.stem)}"')
        if self._problem:
            ui.label(worded(self._problem)).classes("fel")
        if self._found is None:
            return
        remarks = self._found.remarks
        with ui.element("h2"):
            ui.label(telling.count(remarks))
        for sentence in (*self._found.skipped, *self._found.unread):
            ui.label(visible(sentence)).classes("fel")
        self._boxes.clear()
        if remarks:
            every = ui.button("Välj alla som ingen säger emot")
            every.props("dense flat no-caps").on_click(self._choose_all)
        for remark in remarks:
            self._card(remark)
        with ui.element("div").classes("knappar"):
            if remarks:
                ui.button("Visa vad som skulle ändras", on_click=self._preview).props(_BUTTON)
            if not self._found.unread:
                ui.button("Svara granskarna", on_click=self._reply).props(f"{_BUTTON} icon=reply")

    async def _take_out(self, path: Path) -> None:
        try:
            self._inbox.take_out(path)
        except files.FileError as problem:
            _tell(str(problem))
        await self._read()

    def _card(self, remark: Remark) -> None:
        with ui.element("div").classes("sak"):
            with ui.element("p"):
                ui.label(visible(telling.head(remark)))
            for line in telling.body(remark):
                with ui.element("p").classes("råd"):
                    ui.label(visible(line))
            if remark.conflicts:
                listed = ", ".join(map(str, remark.conflicts))
                ui.label(f"Säger emot nr {listed}.").classes("varning")
            if remark.mark:
                words = "Skriv i planen" if remark.problem else "Visa i planen"
                ui.link(words, f"/plan/{self._year}?rad={remark.mark.line}", new_tab=True)
            if remark.number in self._done:
                ui.label(f"{DONE}.").classes("läge")
                return
            if remark.number in self._noted:
                ui.label("Står som kommentar i filen.").classes("läge")
                return
            if remark.kind == "kommentar" and remark.at is None:
                ui.label("Handlar om mallens ord, och kan inte stå i planens fil.").classes("läge")
                return
            if remark.of_template:
                ui.label(
                    "Orden står i mallen. De sparas till mallens ägare när du svarar."
                ).classes("läge")
                return
            if remark.problem:
                ui.label(visible(f"Görs för hand: {remark.problem}.")).classes("läge")
                return
            label = "Ta med som kommentar i filen" if remark.kind == "kommentar" else "För in"
            self._boxes[remark.number] = ui.checkbox(
                label, on_change=lambda event: self._choose(remark, event.value)
            )

    def _choose(self, remark: Remark, is_chosen: bool | None) -> None:
        if is_chosen:
            self._chosen.add(remark.number)
        else:
            self._chosen.discard(remark.number)
            self._agreed.pop(remark.number, None)

    def _choose_all(self) -> None:
        """Choose every change that nobody speaks against."""
        for remark in self._found.remarks if self._found else ():
            box = self._boxes.get(remark.number)
            if box is not None and remark.kind != "kommentar" and not remark.conflicts:
                box.set_value(True)

    async def _preview(self) -> None:
        """Make the chosen changes, each proven, and show what would be written."""
        assert self._found is not None
        if self._desk.text != self._found.built.source.text:
            await self._read()
            ui.notify("Planen har ändrats, och svaren är lästa på nytt. Välj igen.")
            return
        picked = [one for one in self._found.remarks if one.number in self._chosen]
        if clashing := _clashing(picked):
            _ask(f"{clashing} Välj en av dem.")
            return
        note = ui.notification("Prövar ändringarna …", spinner=True, timeout=None)
        tried = await run.io_bound(self._tried, self._found, picked)
        note.dismiss()
        if tried is not None:  # else the workbench is closing
            self._show_tried(tried)

    def _tried(self, found: Received, picked: list[Remark]) -> Tried:
        changes = [one for one in picked if one.kind != "kommentar"]
        carried = [one for one in picked if one.kind == "kommentar"]
        done = apply(found.built, changes, carried, found.check, self._agreed)
        asked = [one for one, _ in done.refused]
        # A draft is made with what goes against an agreement: then it is asked about too.
        tried = found.check(done.text)
        if broken(found.built.findings, tried.findings, ()):
            asked += [one for one in done.made if one.kind != "kommentar"]
        against_agreed = {
            one.number: brings(found.built, one, found.check)
            for one in asked
            if one.number not in self._agreed
        }
        unsettled = {number: findings for number, findings in against_agreed.items() if findings}
        beside = [f"Obs: {line}" for line in against(done.made, found.remarks)]
        if not unsettled:
            beside += [f"Kontrollen kommer att säga: {one}" for one in warned(found.built, tried)]
        return Tried(done, found.built.source.text, unsettled, beside)

    def _show_tried(self, tried: Tried) -> None:
        done = tried.done
        with opened("Ändringarna") as dialog:
            show_lines(tried.made_of, done.text, f"{self._year}.yaml")
            for remark, why in done.refused:
                if remark.number not in tried.broken:
                    told = f"Görs inte: nr {remark.number}, {why.rstrip('.')}."
                    ui.label(visible(told)).classes("varning")
            for followed in done.followed:
                ui.label(visible(f"Följer med: {followed.rstrip('.')}.")).classes("läge")
            for line in tried.beside:
                ui.label(visible(line)).classes("varning")
            remarks = (*done.made, *(one for one, _ in done.refused))
            asked = [one for one in remarks if one.number in tried.broken]
            choices = {one.number: self._offer(one, tried.broken[one.number]) for one in asked}
            with ui.row():
                if choices:
                    ui.button("Gå vidare", on_click=lambda: self._settle(choices, dialog)).props(
                        _BUTTON
                    )
                elif done.text != tried.made_of:
                    ui.button("Skriv", on_click=lambda: self._write(tried, dialog)).props(_BUTTON)
                ui.button("Avbryt", on_click=dialog.close).props("no-caps flat")

    def _offer(self, remark: Remark, findings: Sequence[str]) -> Choice:
        """A change that breaks what the committee has agreed on: what to do is to be chosen."""
        assert self._found is not None
        with ui.element("div").classes("sak"):
            ui.label(visible(f"Nr {remark.number} går emot det ni har kommit överens om:"))
            for message in findings:
                ui.label(visible(message)).classes("varning")
            why = ui.input("Skäl", value=visible(reason(remark, self._found.remarks)))
            why.classes("hel")
            chosen = ui.radio([_EXEMPTED, _OPEN, _LEFT]).props("inline")
            chosen.props["aria-label"] = f"Vad som ska göras med nr {remark.number}"
        return chosen, why

    async def _settle(self, choices: Mapping[int, Choice], dialog: ui.dialog) -> None:
        """Go on with what was chosen of each change that breaks an agreement."""
        left = [str(number) for number, (chosen, _) in choices.items() if not chosen.value]
        if left:
            _ask(f"Välj först vad som ska göras med nr {swedish.listing(left)}.")
            return
        for number, (chosen, why) in choices.items():
            if chosen.value == _LEFT:
                self._boxes[number].set_value(False)
            else:
                self._agreed[number] = Agreement(str(why.value), chosen.value == _OPEN)
        dialog.close()
        with self._main:  # the dialog is gone, and what comes next is not in it
            await self._preview()

    async def _write(self, tried: Tried, dialog: ui.dialog) -> None:
        if self._desk.text != tried.made_of:
            ui.notify("Planen har ändrats sedan det här visades. Visa ändringarna en gång till.")
            return
        dialog.close()
        self._desk.type(tried.done.text)
        assert self._found is not None
        try:
            remember(self._found, tried.done.made)
        except files.FileError as problem:
            _tell(str(problem))
        count = len(tried.done.made)
        with self._main:
            told = f"Infört: {swedish.count(count, 'sak', 'saker')}. Ångra finns på planens sida."
            ui.notify(told)
            await self._read()

    async def _reply(self) -> None:
        """Answer the reviewers in their own files, of the plan as it stands."""
        note = ui.notification("Gör …", spinner=True, timeout=None)
        try:
            done = await run.io_bound(self._replied)
        except files.FileError as problem:
            _tell(str(problem))
            return
        finally:
            note.dismiss()
        if done is None:  # the workbench is closing
            return
        words = ["Skicka svaren till granskarna.", summary(done.decided)]
        if done.kept:
            words.append(f"Synpunkterna på mallens egna ord ligger i {LIST}, till mallens ägare.")
        made((path for path in done.written if path.suffix == ".docx"), *words)

    def _replied(self) -> Replied:
        paths = self._inbox.paths()
        done = replied(received(paths, self._desk.path, raw=self._desk.text.encode()))
        files.write_all(done.written)
        return done


def _tell(problem: str) -> None:
    """Say what could not be done, until that is read."""
    ui.notify(worded(problem), timeout=0, close_button="Stäng", position="top")


def _ask(words: str) -> None:
    """Say what is to be done first, where it covers no button."""
    ui.notify(words, position="top", timeout=8_000)


def _clashing(picked: Sequence[Remark]) -> str:
    """'Nr 7 och 8 säger emot varandra.' of each pair; '' for none."""
    numbers = {one.number for one in picked}
    pairs = [
        f"Nr {one.number} och {other} säger emot varandra."
        for one in picked
        for other in one.conflicts
        if other in numbers and one.number < other
    ]
    return " ".join(pairs)
