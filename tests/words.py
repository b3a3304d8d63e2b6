"""The texts that the program's modules say, read from their source."""

import ast
from collections.abc import Iterator
from pathlib import Path

GENERATOR = Path(__file__).parents[1] / "generator"
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


def said() -> Iterator[tuple[str, str]]:
    """Each text of each module, with the module's path in generator/; what is put into a text as
    the program runs is '2017'. Not what documents the code.
    """
    for path in sorted(GENERATOR.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = [*ast.walk(tree)]
        documents = {
            ast.get_docstring(node, clean=False) for node in nodes if isinstance(node, _DOCUMENTED)
        }
        pieces = {id(part) for node in nodes for part in _parts(node)}
        for node in nodes:
            text = _text(node) if id(node) not in pieces else ""
            if text and text not in documents:
                yield path.relative_to(GENERATOR).as_posix(), text


def _parts(node: ast.AST) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else []


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "2017" for part in node.values)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""
