"""What is kept of a template between runs: the text that docxtpl makes of its tags, and the code
that Jinja makes of that. A help, never needed: what cannot be read, is damaged or was made by
another version of anything is made again.

Jinja's code is run unread, so it lies where only who can write the program can write
(`files.COMPILED`), never in a folder of the user's, which may be anybody's.
"""

import sys
from collections.abc import Callable
from hashlib import sha256

import jinja2
from jinja2.bccache import Bucket

from generator import own
from generator.templating import Shelf


class Kept(Shelf):
    """What is made of templates, by a hash of all that it is made of."""

    def __init__(self) -> None:
        self._tool = own.tool()

    def text(self, source: str, make: Callable[[str], str]) -> str:
        name = self._name(source)
        known = own.before(name)
        if known is not None:
            return known.decode()
        made = make(source)
        own.keep(name, made.encode())
        return made

    def load_bytecode(self, bucket: Bucket) -> None:
        content = own.before(self._name_of(bucket))
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        own.keep(self._name_of(bucket), bucket.bytecode_to_string())

    def _name_of(self, bucket: Bucket) -> str:
        return self._name(f"{bucket.key} {bucket.checksum}")

    def _name(self, source: str) -> str:
        versions = f"{jinja2.__version__} {sys.version}"
        digest = sha256(b"\n".join((self._tool, versions.encode(), source.encode())))
        return f"{digest.hexdigest()}{own.SUFFIX}"
