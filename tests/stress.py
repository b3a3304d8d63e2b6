"""A plan that asks the most of the layout: long words, forty meetings, sixty budget rows,
appendices, every kind of inline markup."""

from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml
from conftest import MEMBERS

_CYCLE = (
    "Haninge",
    "Nykvarn",
    "Salem",
    "Nynäshamn",
    "Botkyrka",
    "Tyresö",
    "Södertälje",
    "Huddinge",
)
_LONG = "Kommunalförbundssamverkansavtalsförhandlingsprotokollsjusteringsmötesanteckningar"
_PROSE = f"""Ett stycke med **fet**, *kursiv*, ***fet och kursiv*** stil, en [länk med å, ä & ö](https://www.sodertorn.se/å?a=1&b=2), en
[adress](mailto:sekretariatet@sodertorn.se) och tecknen <, >, & och ”citat”. Orden The Capital of Scandinavia är engelska, **The Capital of
Scandinavia** också. {_LONG} är ett långt ord, och {_LONG}/{_LONG} ett till. Se sid [9](#klimat) om {{år}}.

Punkterna inleds så här:

- En kort punkt
- En lång punkt {"med många ord som går över flera rader " * 5}
- **En fet punkt** med *kursiv* text och [en länk](https://www.huddinge.se)

Ett sista stycke {"med tillräckligt många ord för att fylla flera rader " * 12}"""


def plan() -> bytes:
    """The stress plan as YAML, a valid draft for 2018."""
    data: dict[str, Any] = yaml.load(
        Path(__file__).with_name("plan.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
    )
    data |= {
        "år": 2018,
        "organisation": "Södertörnskommunernas Samarbetskommitté för gemensamma regionala utvecklingsfrågor",
        "titel": "Verksamhetsplan {år} med inriktning för de följande åren",
        "kommuner_på_titelsidan": "ja",
        "engelska": ["The Capital of Scandinavia"],
    }
    chapters = {chapter["rubrik"]: chapter for chapter in data["kapitel"]}
    chapters["Inledning"] |= {"text": _prose("Inledning"), "avsnitt": _sections(3)}
    chapters["Vision"]["citat"] = f"En attraktiv del {'av en växande region ' * 12}"
    chapters["Områden"] |= {
        "tabell": _table(),
        "avsnitt": [_area(number) for number in range(1, 7)],
    }
    chapters["Kalendarium"]["kalender"] = _calendar()
    chapters["Budget {år}"] |= {"text": "Belopp i kronor."}
    chapters["Budget {år}"]["budget"] |= {
        "intäkter": _side(60, fees=True),
        "kostnader": _side(59, fees=False),
    }
    data["kapitel"] += [
        {
            "rubrik": f"Ordlista {n}",
            "slag": "bilaga",
            "text": _prose(f"Bilaga {n}"),
            "avsnitt": _sections(3),
        }
        for n in (1, 2)
    ]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _prose(start: str) -> str:
    return f"{start}. {_PROSE}"


def _sections(depth: int) -> list[dict[str, Any]]:
    section: dict[str, Any] = {
        "rubrik": f"Avsnitt på djupet {depth} med & och <vinklar>",
        "text": f"Text på djupet {depth}.",
    }
    return [section | ({"avsnitt": _sections(depth - 1)} if depth > 1 else {})]


def _table() -> dict[str, Any]:
    rows = [
        [f"Område {n} {_LONG}", f"Syfte {n}: {_LONG} och mer", f"Dokument {n}"] for n in range(1, 7)
    ]
    return {"kolumner": ["Samverkansområden", "Syfte", "Styrdokument"], "rader": rows}


def _area(number: int) -> dict[str, Any]:
    goal = "Klimat" if number == 1 else f"Målområde {number}"
    question = {
        "rubrik": f"Utvecklingsfråga {number} {'om något viktigt ' * 4}",
        "text": f"Vi arbetar med fråga {number}.",
    }
    below = [
        {"rubrik": goal, "slag": "målområde", "avsnitt": [question | {"slag": "utvecklingsfråga"}]}
    ]
    return {"rubrik": f"Område {number} {_LONG}", "text": f"Område {number}.", "avsnitt": below}


def _calendar() -> list[dict[str, Any]]:
    hosts = cycle(_CYCLE)
    thursdays = [date(2018, 1, 11) + timedelta(weeks=week) for week in range(40)]
    meetings = [
        {"datum": str(day), "värd": next(hosts), "anmärkning": f"möte {n}"}
        for n, day in enumerate(thursdays, 1)
    ]
    fridays = [date(2018, 1, 5) + timedelta(weeks=2 * week) for week in range(24)]
    return [
        {
            "namn": "samarbetskommittén",
            "rubrik": "Kommitténs möten",
            "turordning": "kommittén",
            "veckodag": "torsdag",
            "tid": "12.00-15.00",
            "möten": meetings,
            "nästa_år": [{"månad": "2019-01", "värd": next(hosts)}],
        },
        {
            "namn": "ledningsgruppen",
            "rubrik": "Ledningsgruppen",
            "veckodag": "fredag",
            "förbereder": "samarbetskommittén",
            "möten": [
                {"datum": str(day), "anmärkning": f"möte {n}"} for n, day in enumerate(fridays, 1)
            ],
        },
    ]


def _side(rows: int, *, fees: bool) -> dict[str, Any]:
    posts: list[dict[str, Any]] = [
        {"post": f"Post {n} {'för något ' * (n % 9)}", "belopp": 1_000_000 + n}
        for n in range(1, rows)
    ]
    share, rest = 125_000, 60_000_000 - sum(post["belopp"] for post in posts)
    shares = dict.fromkeys(MEMBERS[1:], share) | {MEMBERS[0]: rest - 7 * share}
    last = {"post": "Avgifter från kommunerna" if fees else "Övrigt", "belopp": rest}
    return {
        "poster": [*posts, last | ({"per_kommun": shares} if fees else {})],
        "summa": 60_000_000,
    }
