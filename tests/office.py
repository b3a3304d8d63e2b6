"""LibreOffice at work on a document, run by the system's Python (which has `uno`): python3
office.py ACTION IN OUT.

ACTION is 'save', 'accept' or 'reject' (all tracked changes), 'edit': a reviewer's session with
changes tracked and a comment, 'build': one with a row, a table, a bullet and a note put in, or
'dress': a column and joined cells, which are never tracked.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

EDITS = (
    ("kommunala och den regionala", "regionala", "lokala"),
    ("Det gynnar Södertörn", "Det gynnar", "Det gynnar hela"),
    ("Gå före – ett gott regionalt ledarskap", "gott", ""),
    ("Nyttja tillgänglig kompetens", "Nyttja", "Ta vara på"),
)
"""(text to find, words of it, what they become)."""
APPENDED = "Vi förbättrar näringslivsklimatet på Södertörn."


def main(action: str, source: str, target: str) -> None:
    import uno
    from com.sun.star.beans import PropertyValue

    def value(name: str, content: object) -> object:
        return PropertyValue(name, 0, content, 0)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pipe = f"office{abs(hash(folder))}"
        command = [
            "soffice",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        office = subprocess.Popen(
            [*command, f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            local = uno.getComponentContext()
            resolver = local.ServiceManager.createInstanceWithContext(
                "com.sun.star.bridge.UnoUrlResolver", local
            )
            for _ in range(240):
                try:
                    context = resolver.resolve(
                        f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
                    )
                    break
                except Exception:
                    time.sleep(0.25)
            desktop = context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
            document = desktop.loadComponentFromURL(
                Path(source).resolve().as_uri(), "_blank", 0, (value("Hidden", True),)
            )
            dispatcher = context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.DispatchHelper", context
            )
            frame = document.CurrentController.Frame
            if action == "edit":
                edit(document, dispatcher, frame, value)
            elif action == "build":
                build(document)
            elif action == "dress":
                dress(document)
            elif action != "save":
                name = f".uno:{action.capitalize()}AllTrackedChanges"
                dispatcher.executeDispatch(frame, name, "", 0, ())
            document.storeToURL(
                Path(target).resolve().as_uri(), (value("FilterName", "MS Word 2007 XML"),)
            )
            document.close(True)
            desktop.terminate()
        finally:
            office.wait(timeout=60)


def edit(document, dispatcher, frame, value) -> None:
    document.RecordChanges = True
    for around, words, new in EDITS:
        found = look_for(document, around)
        cursor = found.Text.createTextCursorByRange(found.Start)
        cursor.goRight(around.index(words), False)
        cursor.goRight(len(words), True)
        cursor.String = new
    found = look_for(document, APPENDED)
    found.Text.insertString(found.Text.createTextCursorByRange(found.End), " Det är bra.", False)
    document.CurrentController.select(look_for(document, "Respekt för den demokratiska processen"))
    dispatcher.executeDispatch(
        frame,
        ".uno:InsertAnnotation",
        "",
        0,
        (value("Text", "Bra punkt!"), value("Author", "Åsa Öberg")),
    )


def build(document) -> None:
    """A row in the budget, a table and a note in running text, a bullet after another."""
    document.RecordChanges = True
    tables = [document.TextTables.getByIndex(number) for number in range(document.TextTables.Count)]
    budget = next(
        table
        for table in tables
        if any("Personal" in cell for row in table.DataArray for cell in map(str, row))
    )
    budget.Rows.insertByIndex(2, 1)
    budget.getCellByName("A3").String, budget.getCellByName("B3").String = "Resor", "5 000"
    found = look_for(document, "Nyttja tillgänglig kompetens")
    cursor = found.Text.createTextCursorByRange(found.End)
    cursor.gotoEndOfParagraph(False)
    found.Text.insertControlCharacter(cursor, 0, False)
    found.Text.insertString(cursor, "Dela med oss", False)
    found = look_for(document, "Det gynnar Södertörn")
    note = document.createInstance("com.sun.star.text.Footnote")
    found.Text.insertTextContent(found.End, note, False)
    note.insertString(note.createTextCursor(), "Gäller inte Salem.", False)
    table = document.createInstance("com.sun.star.text.TextTable")
    table.initialize(2, 2)
    found = look_for(document, APPENDED)
    cursor = found.Text.createTextCursorByRange(found.End)
    cursor.gotoEndOfParagraph(False)
    found.Text.insertTextContent(cursor, table, False)
    table.getCellByName("A1").String = "Klimatmål"


def dress(document) -> None:
    """A column more in the budget, and two cells of another table made one."""
    document.RecordChanges = True
    tables = [document.TextTables.getByIndex(number) for number in range(document.TextTables.Count)]
    budget = next(
        table
        for table in tables
        if any("Personal" in cell for row in table.DataArray for cell in map(str, row))
    )
    budget.Columns.insertByIndex(2, 1)
    cursor = tables[0].createCursorByCellName("A2")
    cursor.goDown(1, True)
    cursor.mergeRange()


def look_for(document, text: str):
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = text, True
    found = document.findFirst(search)
    assert found is not None, text
    return found


if __name__ == "__main__":
    main(*sys.argv[1:4])
