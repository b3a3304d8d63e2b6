"""The tags' names against the declared Context: each name there is, each text shown whichever way
the conditions go.

Jinja reads the tags; this walks its tree with the type of every name at hand. What cannot be known
to work is a fault.
"""

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, TypedDict, get_origin

from jinja2 import Environment, nodes

from generator.shown import Heading, Inline
from generator.values import Text
from generator.word.contract.declared import (
    ITEM,
    ROOT,
    UNKNOWN,
    Fact,
    Path,
    Value,
    is_empty,
    is_filled,
    item,
    leaves,
    members,
    plain,
)
from generator.word.contract.spots import Fault, Piece, Spot
from generator.word.contract.tags import jinja, meant

Shown = Path | Spot
"""What a stretch of the template surely shows: a text of the Context, or something in a paragraph
of its own."""

_MOST_CALLS = 1000
NAMES = "Namnen står i docs/mall.md."
"""What helps with a name that is none."""
_Scope = Mapping[str, Value]


class _Loop(TypedDict):
    length: int
    revindex: int
    index: int
    first: bool
    last: bool


class Walk:
    """One part of the template. `faults`, `partly` (texts shown in one branch alone, and its tag)
    and `near` (texts, and where) grow while it is walked.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.faults: dict[Fault, None] = {}
        self.partly: dict[Path, Piece] = {}
        self.near: dict[Path, Spot] = {}
        self._pieces = pieces
        self._leaves = list(leaves())
        self._empty: dict[Fact, frozenset[Path]] = {}
        self._headings = {leaf.path for leaf in self._leaves if plain(leaf.hint) is Heading}
        self._macros: dict[str, nodes.Macro] = {}
        self._calls: list[str] = []
        self._loops: list[Path] = []
        self._called: list[str] = []

    def shown(self) -> set[Shown]:
        """What the part surely shows. Each piece stands on a line of its own, so that a line of
        Jinja's tells the piece.
        """
        lines = [jinja(piece) if piece.is_tag else "{{ '-' }}" for piece in self._pieces]
        body = Environment().parse("\n".join(lines)).body
        self._macros = {node.name: node for node in body if isinstance(node, nodes.Macro)}
        found = self._body(body, members(ROOT), frozenset())
        for name in self._macros.keys() - set(self._called):
            found |= self._call(name, [UNKNOWN] * len(self._macros[name].args), frozenset())
        return found

    def _body(
        self, body: Sequence[nodes.Node], scope: _Scope, facts: frozenset[Fact]
    ) -> set[Shown]:
        shown: set[Shown] = set()
        for node in body:
            parts = node.nodes if isinstance(node, nodes.Output) else [node]
            for part in parts:
                more = self._node(part, scope, facts)
                for path in self._headings & more & shown:
                    self._fault(
                        part,
                        "MAL002",
                        f"visar rubriken ”{named(path)}” en gång till.",
                        "Ta bort den ena.",
                    )
                shown |= more
        return shown

    def _node(self, node: nodes.Node, scope: _Scope, facts: frozenset[Fact]) -> set[Shown]:
        match node:
            case nodes.TemplateData():
                return set()
            case nodes.For():
                return self._loop(node, scope, facts)
            case nodes.If():
                return self._choice(node, scope, facts)
            case nodes.Macro():
                return self._macro(node)
        return self._print(node, scope, facts)

    def _macro(self, node: nodes.Macro) -> set[Shown]:
        if node.defaults or self._macros.get(node.name) is not node:
            self._fault(
                node,
                "MAL004",
                "är ett makro på fel ställe.",
                "Makrona står överst i mallen, utanför slingor och villkor.",
            )
        return set()

    def _loop(self, node: nodes.For, scope: _Scope, facts: frozenset[Fact]) -> set[Shown]:
        """What is shown of each item; all else is shown only if there is one."""
        value = self._value(node.iter, scope, facts)
        if node.test or node.recursive or node.else_ or not isinstance(node.target, nodes.Name):
            self._too_much(node)
            return set()
        if value.hint is not Any and get_origin(plain(value.hint)) is not list:
            self._fault(node, "MAL001", "går igenom något som inte är en lista.", NAMES)
            value = UNKNOWN
        inner = item(value) if value.hint is not Any else UNKNOWN
        self._loops.append(inner.path)
        shown = self._body(
            node.body, {**scope, node.target.name: inner, "loop": Value((), _Loop)}, facts
        )
        self._loops.pop()
        kept = {
            one
            for one in shown
            if isinstance(one, Spot) or (inner.path and one[: len(inner.path)] == inner.path)
        }
        self._note(node, shown - kept)
        return kept

    def _choice(self, node: nodes.If, scope: _Scope, facts: frozenset[Fact]) -> set[Shown]:
        """What every branch shows; a paragraph that goes with its branch is whole wherever it
        is.
        """
        found, known = [], facts
        for branch in (node, *node.elif_):
            self._test(branch.test, scope, known)
            taken = known | self._implied(branch.test, scope, truth=True)
            found.append(self._branch(branch.body, scope, taken))
            known |= self._implied(branch.test, scope, truth=False)
        found.append(self._branch(node.else_, scope, known))
        whole = (
            {shown for branch in found for shown in branch if isinstance(shown, Spot)}
            if self._at(node).letter
            else set()
        )
        sure = set.intersection(*found)
        self._note(node, set.union(*found) - sure)
        return sure | whole

    def _branch(
        self, body: Sequence[nodes.Node], scope: _Scope, facts: frozenset[Fact]
    ) -> set[Shown]:
        return self._body(body, scope, facts).union(*map(self._emptied, facts))

    def _emptied(self, fact: Fact) -> frozenset[Path]:
        """The texts that there are not wherever a fact holds; asked for in every branch below."""
        if fact not in self._empty:
            own = (leaf.path for leaf in self._leaves if is_empty(leaf, fact))
            self._empty[fact] = frozenset(own)
        return self._empty[fact]

    def _test(self, node: nodes.Node, scope: _Scope, facts: frozenset[Fact]) -> None:
        """Names of a condition: names, comparisons with a number or a text, and, or, not."""
        if isinstance(node, nodes.And | nodes.Or):
            self._test(node.left, scope, facts)
            left = self._implied(node.left, scope, truth=isinstance(node, nodes.And))
            self._test(node.right, scope, facts | left)
        elif isinstance(node, nodes.Not):
            self._test(node.node, scope, facts)
        elif isinstance(node, nodes.Compare):
            value = self._value(node.expr, scope, facts)
            (operand, *more) = node.ops
            ordered = operand.op not in ("eq", "ne") and value.hint not in (int, Any)
            wanted = {int: int, Any: object}.get(value.hint, str)
            if (
                more
                or ordered
                or not isinstance(operand.expr, nodes.Const)
                or not isinstance(operand.expr.value, wanted)
            ):
                self._too_much(node)
        else:
            self._value(node, scope, facts)

    def _implied(self, node: nodes.Node, scope: _Scope, *, truth: bool) -> frozenset[Fact]:
        """What is known of names where a condition is true, or where it is not."""
        if isinstance(node, nodes.Not):
            return self._implied(node.node, scope, truth=not truth)
        if isinstance(node, nodes.And if truth else nodes.Or):
            return self._implied(node.left, scope, truth=truth) | self._implied(
                node.right, scope, truth=truth
            )
        path = (
            self._value(node, scope, None).path
            if isinstance(node, nodes.Name | nodes.Getattr)
            else ()
        )
        return frozenset({(path, truth)} if path else ())

    def _value(self, node: nodes.Node, scope: _Scope, facts: frozenset[Fact] | None) -> Value:
        """What a name stands for; a fault where it is none. With facts None, nothing is asked of
        values that may be missing.
        """
        if isinstance(node, nodes.Name):
            return self._named(node, node.name, scope)
        if not isinstance(node, nodes.Getattr):
            self._too_much(node)
            return UNKNOWN
        owner = self._value(node.node, scope, facts)
        if owner.hint is Any:
            return UNKNOWN
        may_lack = isinstance(owner.hint, UnionType)
        if may_lack and facts is not None and (owner.path, True) not in facts:
            told = f"frågar efter en del av ”{owner.path[-1]}”, som kan saknas."
            self._fault(node, "MAL001", told, "Sätt ett villkor (if) runt delen.")
        return self._named(node, node.attr, members(owner))

    def _named(self, node: nodes.Node, name: str, known: _Scope) -> Value:
        if name not in known:
            told = f"använder namnet ”{name}”, som inte finns.{meant(name, list(known))}"
            self._fault(node, "MAL001", told, NAMES)
        return known.get(name, UNKNOWN)

    def _print(self, node: nodes.Node, scope: _Scope, facts: frozenset[Fact]) -> set[Shown]:
        piece = self._at(node)
        if isinstance(node, nodes.Const):
            return {piece.spot}
        if isinstance(node, nodes.Call):
            return self._use(node, scope, facts)
        value = self._value(node, scope, facts)
        kind = plain(value.hint)
        if kind is Any:
            return {piece.spot}
        if kind not in (Text, Heading, Inline):
            self._fault(
                node,
                "MAL007",
                "ska visa något som inte är en text.",
                f"En lista visas med for. {NAMES}",
            )
            return {piece.spot}
        self._letter(node, "r" if kind is Inline else "")
        self.near.setdefault(value.path, piece.spot)
        if kind is not Text and piece.spot.text.strip() != piece.typed:
            self._fault(
                node,
                "MAL006",
                "har annan text i sitt stycke.",
                "En rubrik eller en löptext ska stå ensam i sitt stycke.",
            )
        if kind is not Text and (kind is Heading) != (piece.spot.level > 0):
            self._style(node, f"har formatmallen ”{piece.spot.style}”", heading=kind is Heading)
        if kind is Heading and any(value.path[: len(loop)] != loop for loop in self._loops):
            self._fault(
                node,
                "MAL002",
                f"visar rubriken ”{named(value.path)}” flera gånger.",
                "Flytta ut rubriken ur slingan.",
            )
        return {value.path, piece.spot} if is_filled(value, facts) else {value.path}

    def _style(self, node: nodes.Node, has: str, *, heading: bool) -> None:
        told, hint = (
            f"visar löptext, men {has}, som är en rubrik.",
            "Välj formatmallen Normal, eller en annan för löptext.",
        )
        if heading:
            told = f"visar en rubrik, men {has}, som inte är någon rubrik."
            hint = "Välj Rubrik 1, 2, 3 eller 4, eller en formatmall som bygger på någon av dem."
        self._fault(node, "MAL009", told, hint)

    def _use(self, node: nodes.Call, scope: _Scope, facts: frozenset[Fact]) -> set[Shown]:
        """A macro put to use."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self._macros or self._macros[name].lineno > node.lineno:
            told = (
                f"använder makrot ”{name}”, som inte finns "
                f"ovanför.{meant(name, list(self._macros))}"
            )
            self._fault(node, "MAL001", told, "Makrona står överst i mallen.")
            return {self._at(node).spot}
        self._letter(node, "p")
        values = [self._value(argument, scope, facts) for argument in node.args]
        odd = (
            node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
            or len(values) != len(self._macros[name].args)
        )
        if odd or name in self._calls or len(self._called) > _MOST_CALLS:
            self._too_much(node)
            return set()
        return self._call(name, values, facts)

    def _call(self, name: str, values: Sequence[Value], facts: frozenset[Fact]) -> set[Shown]:
        self._called.append(name)
        self._calls.append(name)
        macro = self._macros[name]
        given = {argument.name: value for argument, value in zip(macro.args, values, strict=True)}
        shown = self._body(macro.body, {**members(ROOT), **given}, facts)
        self._calls.pop()
        return shown

    def _letter(self, node: nodes.Node, right: str) -> None:
        piece = self._at(node)
        if piece.letter != right:
            what = {"": "visar en vanlig text", "r": "visar löptext", "p": "använder ett makro"}[
                right
            ]
            start = f"{{{{{right}"
            self._fault(
                node,
                "MAL007",
                f"{what} och ska börja med {start}.",
                f"Skriv {start} och sedan ett mellanslag.",
            )

    def _too_much(self, node: nodes.Node) -> None:
        told = "gör mer än en tagg i mallen kan."
        self._fault(
            node,
            "MAL004",
            told,
            "En tagg nämner namn. Den räknar inte, ändrar inte texter och går inte in i sig själv.",
        )

    def _note(self, node: nodes.Node, shown: set[Shown]) -> None:
        """Remember what this loop or condition does not always show; what is never printed is only
        known to be empty.
        """
        printed = [one for one in shown if isinstance(one, tuple) and one in self.near]
        self.partly = dict.fromkeys(printed, self._at(node)) | self.partly

    def _at(self, node: nodes.Node) -> Piece:
        return self._pieces[node.lineno - 1]

    def _fault(self, node: nodes.Node, code: str, told: str, hint: str) -> None:
        piece = self._at(node)
        self.faults[Fault(code, f"Taggen {piece.typed} {told}", hint, piece.spot)] = None


def named(path: Path) -> str:
    """A name as the template says it."""
    return ".".join(name for name in path if name != ITEM)
