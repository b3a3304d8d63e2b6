"""Who signs the plan, each with a line to sign on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from generator.content.kind import Content, Made, Roller, Writer
from generator.content.lines import Line
from generator.content.record import Key, ListOf, Of, Record, key, optional
from generator.content.rule import rule
from generator.findings import Finding, Pointer
from generator.shown import Perhaps
from generator.values import PLACEHOLDER, Text

if TYPE_CHECKING:
    from generator.plan import Plan


class ShownSigner(TypedDict):
    """Who signs: a name, what the person is, and the place that stands before the date."""

    namn: Text
    roll: Text
    ort: Perhaps


class Signer(Record):
    """A person who signs."""

    named: Text = key("namn", Line(), "Namn", "Den som undertecknar.", "Anna Ek")
    role: Text = key("roll", Line(), "Roll", "Personens uppdrag.", "Ordförande")
    town: Text | None = optional(
        "ort", Line(), "Ort", "Orten, om ort och datum ska fyllas i på en egen rad.", "Norrby"
    )

    NAME = "signer"
    TITLE = "Underskrift"
    ABOUT = "En person som undertecknar planen, med uppdrag."
    WHOLE = True
    EXAMPLE = {"namn": "Anna Ek", "roll": "Ordförande"}


class Signatures(Content):
    """The lines to sign on, in the order of the plan."""

    signers: tuple[Signer, ...] = ()

    shape = list[ShownSigner]
    records = (Signer,)

    def show(self, writer: Writer, level: int) -> list[ShownSigner]:
        """Each name with its role."""
        return [
            {
                "namn": writer.line(signer.named),
                "roll": writer.line(signer.role),
                "ort": writer.line(signer.town) if signer.town else Text("", signer.at),
            }
            for signer in self.signers
        ]

    def next_year(self, roller: Roller) -> None:
        """Another year, another may sign."""
        for signer in self.signers:
            if not signer.named.startswith(PLACEHOLDER):
                roller.note(signer.named.at, "bekräfta vem som undertecknar")

    def asked(self, at: Pointer) -> str:
        """Signatures."""
        return "underskrifter"


@rule()
def each_signs_once(plan: "Plan") -> Iterator[Finding]:
    """SIG001: Samma person undertecknar inte två gånger i samma uppdrag.

    Varför: en rad som kopierats och inte ändrats ger en rad som ingen kan skriva på.
    Källa: dokumentets mall.
    """
    for signatures in plan.of(Signatures):
        seen: dict[tuple[str, str], Text] = {}
        for signer in signatures.signers:
            who = signer.named.casefold(), signer.role.casefold()
            first = seen.setdefault(who, signer.named)
            if first is not signer.named and not signer.named.startswith(PLACEHOLDER):
                message = f"{signer.named} undertecknar två gånger."
                hint = "Ändra namnet, eller ta bort den ena."
                also = ((first.at, "den första står här"),)
                yield Finding("SIG001", message, signer.named.at, hint, also=also)


Signatures.rules = (each_signs_once,)
Signatures.place = Key(
    "underskrifter",
    Made(Signatures, ListOf(Of(Signer))),
    "Underskrifter",
    "De som undertecknar planen, en rad att skriva på för var och en.",
    [Signer.EXAMPLE],
    must=False,
)
