"""Who may speak with the workbench: this computer's own browser, with the secret of this start.

A page of somebody else's in the same browser has neither: its address is another (Origin), a name
that it lets lead to this computer is not ours (Host), and the cookie is not sent from there
(SameSite).
"""

import hmac
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "verkstad"
KEY = "nyckel"
"""The name of the secret in the address that the browser is opened with."""
MOST_BYTES = 30_000_000
"""Of what may be sent to the workbench at a time."""
_CLOSED = "Öppna arbetsbordet med adressen som visas där det startades."
_TOO_LARGE = "Filen är för stor."
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self' {socket}; frame-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""What the pages may load: their own files alone. Vue compiles its templates in the browser, which
takes 'unsafe-eval'."""
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""What the plan's own page may load: nothing; no script runs there."""
SHEETS_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
)
"""What the true pages may load: their own pictures."""
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """An application that answers only those who have the secret, at the names of this computer."""

    def __init__(self, app: App, secret: str, port: int) -> None:
        self._app, self._secret = app, secret
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._policy = _POLICY.format(
            socket=" ".join(f"ws://{host}" for host in sorted(self._hosts))
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may come in; refuse all else with a sentence."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        given = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        query = parse_qs(scope["query_string"].decode("latin-1"))
        is_here = given.get(b"host", "") in self._hosts and self._is_ours(given.get(b"origin"))
        length = given.get(b"content-length", "0")
        if not is_here:
            await _refuse(scope, send, 403, _CLOSED)
        elif scope["path"] == "/" and self._is_secret("".join(query.get(KEY, []))):
            await _let_in(send, self._secret)
        elif not self._is_secret(_cookie(given.get(b"cookie", ""))):
            await _refuse(scope, send, 403, _CLOSED)
        elif b"transfer-encoding" in given or not length.isdigit() or int(length) > MOST_BYTES:
            await _refuse(scope, send, 413, _TOO_LARGE)
        else:
            await self._app(scope, receive, self._with_headers(send))

    def _is_ours(self, origin: str | None) -> bool:
        """True for a page of this workbench, and for what no page sends."""
        return origin is None or origin.removeprefix("http://") in self._hosts

    def _is_secret(self, typed: str) -> bool:
        return hmac.compare_digest(typed.encode(), self._secret.encode())

    def _with_headers(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                own = [] if _POLICY_NAME in known else [(_POLICY_NAME, self._policy)]
                message["headers"] = [*message["headers"], *own, *_HEADERS]
            await send(message)

        return sent


_POLICY_NAME = b"content-security-policy"


def _cookie(sent: str) -> str:
    try:
        found = SimpleCookie(sent).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def _let_in(send: Send, secret: str) -> None:
    """Turn the secret of the address into a cookie, so that it does not stay in the address."""
    cookie = f"{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict"
    await _answer(send, 303, ((b"location", b"/"), (b"set-cookie", cookie.encode())))


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
        return
    plain = (b"content-type", b"text/plain; charset=utf-8")
    await _answer(send, status, (plain,), why.encode())


async def _answer(
    send: Send, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes = b""
) -> None:
    own = [*headers, (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body})
