"""The workbench: the plans in the browser, served to this computer alone.

It is a layer above `pipeline`: what is wrong, how it is mended and how it looks are what the
commands say. Nothing is loaded from outside.
"""

import asyncio
import gc
import logging
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse
from msgspec.structs import asdict
from nicegui import Client, app, run, ui

from generator import files
from generator.replied import REPLIES
from generator.suggest import meaning, suggestions
from generator.templating import UnusableTemplateError
from generator.workbench import desk as desks
from generator.workbench import handbook
from generator.workbench.desk import Desk
from generator.workbench.guard import KEY, PAGE_POLICY, SHEETS_POLICY, Guard
from generator.workbench.laying import laying
from generator.workbench.review import Review
from generator.workbench.start import start_page
from generator.workbench.templates import PARTS, templates
from generator.workbench.window import Window
from generator.workbench.worded import worded

__all__ = ["start"]

_SECONDS_AWAY = 60.0
"""How long a window may be silent before what it holds is given up."""
_SECONDS_BEFORE_A_SAVE = 0.05
"""What a change has led to is shown first."""
_MADE = (".docx", ".pdf", ".html", ".ics")
_PAGE_HEADERS = {"content-security-policy": PAGE_POLICY, "cache-control": "no-store"}
_open: dict[Path, Desk] = {}
"""The plans that are open, each once, however many windows show it."""


def start(port: int, tell: Callable[[str], None], *, show: bool = True) -> None:
    """Serve the plans until the process is stopped; `port` 0 takes any that is free. `tell` is
    given the address; with `show` the browser is opened. Raises files.FileError for a port that is
    taken.
    """
    if port and _is_taken(port):
        raise files.FileError(f"Port {port} är upptagen. Välj en annan, eller utelämna --port.")
    gc.enable()  # this process lives for hours
    _log_to(files.BUILD / "arbetsbord.log")
    port = port or _free_port()
    secret = secrets.token_urlsafe(32)
    address = f"http://127.0.0.1:{port}/?{KEY}={secret}"
    app.add_middleware(Guard, secret=secret, port=port)
    tell(address)
    app.on_shutdown(_save_all)
    if show:
        app.on_startup(lambda: _show(address))
    ui.run(
        host="127.0.0.1",
        port=port,
        title="Planerna",
        language="sv",
        dark=None,
        show=False,
        reload=False,
        reconnect_timeout=_SECONDS_AWAY,
        tailwind=False,
        show_welcome_message=False,
        uvicorn_logging_level="error",
        log_config=None,
    )


def _log_to(path: Path) -> None:
    """Keep what goes wrong in the program where whoever mends it finds it; who writes a plan is
    told in a sentence.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = logging.FileHandler(path, encoding="utf-8", delay=True)
    kept.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for name in ("nicegui", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [kept], False
    app.on_exception(lambda: _tell_of_a_fault(path))


def _tell_of_a_fault(path: Path) -> None:
    for client in Client.instances.values():
        with client:
            ui.notify(f"Något gick fel i programmet. Planen är kvar. Se {files.shown(path)}.")


def _show(address: str) -> None:
    webbrowser.open(address)


@ui.page("/")
def _start() -> None:
    ui.add_css(PARTS / "style.css")
    start_page()


@ui.page("/plan/{year}")
def _plan(year: str, rad: int = 0) -> None:
    ui.add_css(PARTS / "style.css")
    for name in ("window.js", "form.js"):
        ui.add_body_html(f"<script>{(PARTS / name).read_text(encoding='utf-8')}</script>")
    found = _desk(year)
    if found is None:
        _tell_of_no_plan(f"Det finns ingen plan för {year}, eller så går filen inte att läsa.")
        return
    ui.page_title(f"Planen för {year}")
    Window(found, year, rad)


@ui.page("/granskning/{year}")
def _review(year: str) -> None:
    ui.add_css(PARTS / "style.css")
    found = _desk(year)
    if found is None or found.built.plan is None:
        _tell_of_no_plan(f"Det finns ingen plan för {year} som går att läsa.")
        return
    ui.page_title(f"Granskning {year}")
    Review(found, year)


def _tell_of_no_plan(why: str) -> None:
    with ui.column().classes("år"):
        ui.label(why)
        ui.link("Alla år", "/")


@app.exception_handler(404)
async def _no_such_page(_: Request, __: Exception) -> Response:
    """What stands at an address that leads nowhere."""
    return _nowhere()


def _nowhere() -> Response:
    page = templates().get_template("nopage.html")
    return HTMLResponse(page.render(why="Den sidan finns inte.", is_whole=True), 404)


@app.get("/sida/{year}")
def _page(year: str) -> Response:
    found = _desk(year)
    try:
        made = desks.page(found) if found is not None else None
    except (UnusableTemplateError, files.FileError) as problem:
        return _no_page(worded(problem))
    if made is None:
        return _no_page("Sidan visas när felen är rättade.")
    return Response(made, 200, _PAGE_HEADERS, "text/html; charset=utf-8")


def _no_page(why: str) -> Response:
    """What stands where there is no page: why there is none, and told where an older one is."""
    html = templates().get_template("nopage.html").render(why=why, is_whole=False)
    return Response(html, 202, _PAGE_HEADERS, "text/html; charset=utf-8")


@app.get("/sidor/{year}")
async def _pages(year: str) -> Response:
    """The true pages, laid out of the plan as it stands."""
    found = _desk(year)
    if found is None:
        return Response(status_code=404)
    pages = laying(found)
    await run.io_bound(pages.lay_out)
    headers = {"content-security-policy": SHEETS_POLICY, "cache-control": "no-store"}
    return Response(pages.html(year), 200, headers, "text/html; charset=utf-8")


@app.get("/sidor/{year}/{number:int}.png")
def _sheet(year: str, number: int, v: str) -> Response:
    """The picture of a page; one of another version is not kept under this one's address."""
    found = _desk(year)
    laid = laying(found).sheets if found is not None else []
    if not 0 < number <= len(laid):
        return Response(status_code=404)
    sheet = laid[number - 1]
    kept = "private, max-age=3600" if v == sheet.version else "no-store"
    return Response(sheet.png, 200, {"cache-control": kept}, "image/png")


@app.get("/handbok")
def _front_of_handbook() -> Response:
    return RedirectResponse("/handbok/handbok")


@app.get("/handbok/{name}")
def _handbook(name: str) -> Response:
    """A page of the handbook."""
    return _lying(lambda: handbook.page(name), "text/html; charset=utf-8")


@app.get("/handbok/bilder/{name}")
def _picture(name: str) -> Response:
    """A picture of the handbook."""
    return _lying(lambda: handbook.picture(name), "image/png")


def _lying(look: Callable[[], bytes | None], kind: str) -> Response:
    """What lies with the program, and loads nothing but its own pictures."""
    try:
        found = look()
    except files.FileError as problem:
        return _no_page(worded(problem))
    if found is None:
        return _nowhere()
    return Response(found, 200, {"content-security-policy": SHEETS_POLICY}, kind)


@app.get("/gjort/{name}")
def _made(name: str) -> Response:
    """A file that has been made, by its name; no other file is given out."""
    folders = (files.BUILD, files.BUILD / REPLIES)
    lying = [
        path for folder in folders for path in files.plain_files(folder) if path.suffix in _MADE
    ]
    found = next((path for path in lying if path.name == name), None)
    if found is None:
        return Response("Filen finns inte.", 404, media_type="text/plain; charset=utf-8")
    return FileResponse(found, filename=name)


@app.post("/förslag/{year}")
async def _suggestions(year: str, request: Request) -> Response:
    """What can be written at a place of a text that is being typed, and what stands there means."""
    found, asked = _desk(year), await request.json()
    if found is None:
        return JSONResponse({}, 404)
    text, offset = str(asked["text"]), int(asked["plats"])
    data, plan = found.built.source.data, found.built.plan
    facts = plan.facts if plan else {}
    start, words = suggestions(text, offset, data, files.read_schema(), facts)
    told = meaning(text, offset, data, files.read_schema())
    return JSONResponse({"från": start, "förslag": [asdict(one) for one in words], "om": told})


def _desk(year: str) -> Desk | None:
    """The desk of a year's plan; None where there is none: only years are names of plans."""
    path = files.plans().get(year)
    if path is None:
        return None
    if path not in _open:
        try:
            desk = Desk.of(path)
        except files.FileError:  # the list of years tells why
            return None
        if not desk.is_text:
            return None
        desk.defer = _soon
        _open[path] = desk
    return _open[path]


def _soon(act: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_later(_SECONDS_BEFORE_A_SAVE, act)


def _save_all() -> None:
    for desk in _open.values():
        desk.save()


def _is_taken(port: int) -> bool:
    """True for a port that another program has, or that this one may not have."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, sys.platform != "win32")
        try:
            tried.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return True
    return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
