"""A small client of the language server protocol over stdio, which gives a server the settings of
.vscode/settings.json."""

import json
import subprocess
import threading
from pathlib import Path
from typing import Any


class Server:
    """A language server at work in a folder. A guard ends it after a minute, so that no test can
    hang."""

    def __init__(self, command: list[str], root: Path, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.published: dict[str, list[Any]] = {}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.guard = threading.Timer(60, self.process.kill)
        self.guard.daemon = True
        self.guard.start()
        self.asked = self.opened = 0
        self.has_settings = False
        self.ask(
            "initialize",
            processId=None,
            rootUri=root.as_uri(),
            workspaceFolders=[{"uri": root.as_uri(), "name": root.name}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {
                        "completionItem": {
                            "snippetSupport": True,
                            "documentationFormat": ["markdown", "plaintext"],
                        }
                    },
                    "hover": {"contentFormat": ["markdown", "plaintext"]},
                    "publishDiagnostics": {},
                },
            },
        )
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=None)
        while not self.has_settings:
            self._handle(self._receive())

    def open(self, path: Path, text: str) -> None:
        """Open a file with this text, which need not be what the disk holds."""
        self.opened += 1
        document = {
            "uri": path.as_uri(),
            "languageId": "yaml",
            "version": self.opened,
            "text": text,
        }
        self.tell("textDocument/didOpen", textDocument=document)

    def at(self, method: str, path: Path, line: int, character: int) -> Any:
        """The answer about a place: 0-based line, 0-based column in UTF-16 units."""
        return self.ask(
            method,
            textDocument={"uri": path.as_uri()},
            position={"line": line, "character": character},
        )

    def diagnostics(self, path: Path) -> list[Any]:
        """What the server first publishes about a file."""
        while path.as_uri() not in self.published:
            self._handle(self._receive())
        return self.published.pop(path.as_uri())

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a request."""
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._handle(message)

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def close(self) -> None:
        """End the server."""
        self.guard.cancel()
        self.process.kill()
        self.process.communicate()

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message:
            wanted = (
                message["params"]["items"] if message["method"] == "workspace/configuration" else []
            )
            self._send(
                {
                    "id": message["id"],
                    "result": [self._section(item["section"]) for item in wanted] or None,
                }
            )
            self.has_settings |= bool(wanted)

    def _section(self, name: str) -> Any:
        """A section of the settings as VS Code gives it: dotted names become groups."""
        if name in self.settings:
            return self.settings[name]
        section: dict[str, Any] = {}
        for key, value in self.settings.items():
            if key.startswith(f"{name}."):
                *groups, last = key.split(".")[1:]
                place = section
                for group in groups:
                    place = place.setdefault(group, {})
                place[last] = value
        return section

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            assert line, "the server has ended"
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self.process.stdout.read(length))
