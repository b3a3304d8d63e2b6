"""A plan that asks the most of the layout: long words, forty meetings, sixty budget rows, appendices, every kind of inline markup."""

from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from generator.plan import MUNICIPALITIES

_CYCLE = ("Haninge", "Nykvarn", "Salem", "Nynäshamn", "Botkyrka", "Tyresö", "Södertälje", "Huddinge")
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
    data: dict[str, Any] = yaml.load(Path(__file__).with_name("plan.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    data |= {
        "år": 2018,
        "organisation": "Södertörnskommunernas Samarbetskommitté för gemensamma regionala utvecklingsfrågor",
        "titel": "Verksamhetsplan {år} med inriktning för de följande åren",
        "engelska": ["The Capital of Scandinavia"],
        "bilagor": [{"rubrik": f"Ordlista {n}", "text": _prose(f"Bilaga {n}"), "avsnitt": _sections(2)} for n in (1, 2)],
    }
    data["inledning"]["text"] = _prose("Inledning")
    data["inledning"]["avsnitt"] = _sections(2)
    data["vision"]["vision"] = f"En attraktiv del {'av en växande region ' * 12}"
    data["samverkansområden"]["områden"] = [_area(number) for number in range(1, 7)]
    data["kalendarium"] |= _calendar()
    data["budget"] |= {"text": "Belopp i kronor.", "intäkter": _side(60, fees=True), "kostnader": _side(59, fees=False)}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _prose(start: str) -> str:
    return f"{start}. {_PROSE}"


def _sections(depth: int) -> list[dict[str, Any]]:
    section: dict[str, Any] = {"rubrik": f"Avsnitt på djupet {depth} med & och <vinklar>", "text": f"Text på djupet {depth}."}
    return [section | ({"avsnitt": _sections(depth - 1)} if depth > 1 else {})]


def _area(number: int) -> dict[str, Any]:
    area = {"namn": f"Område {number} {_LONG}", "syfte": f"Syfte {number}: {_LONG} och mer", "styrdokument": f"Dokument {number}"}
    goals = [{"namn": "Klimat" if number == 1 else f"Målområde {number}", "utvecklingsfrågor": [_question(number)]}]
    return area | {"text": f"Område {number}.", "målområden": goals}


def _question(number: int) -> dict[str, str]:
    return {"namn": f"Utvecklingsfråga {number} {'om något viktigt ' * 4}", "text": f"Vi arbetar med fråga {number}."}


def _calendar() -> dict[str, Any]:
    hosts = cycle(_CYCLE)
    thursdays = [date(2018, 1, 11) + timedelta(weeks=week) for week in range(40)]
    meetings = [{"datum": str(day), "värd": next(hosts), "anmärkning": f"möte {n}"} for n, day in enumerate(thursdays, 1)]
    fridays = [date(2018, 1, 5) + timedelta(weeks=2 * week) for week in range(24)]
    return {
        "samarbetskommittén": {
            "rubrik": "Kommitténs möten",
            "veckodag": "torsdag",
            "tid": "12.00-15.00",
            "möten": meetings,
            "nästa_år": [{"månad": "2019-01", "värd": next(hosts)}],
        },
        "ledningsgruppen": {
            "rubrik": "Ledningsgruppen",
            "veckodag": "fredag",
            "möten": [{"datum": str(day), "anmärkning": f"möte {n}"} for n, day in enumerate(fridays, 1)],
        },
    }


def _side(rows: int, *, fees: bool) -> dict[str, Any]:
    posts: list[dict[str, Any]] = [
        {"post": f"Post {n} {'för något ' * (n % 9)}", "belopp": 1_000_000 + n} for n in range(1, rows)
    ]
    share, rest = 125_000, 60_000_000 - sum(post["belopp"] for post in posts)
    shares = dict.fromkeys(MUNICIPALITIES[1:], share) | {MUNICIPALITIES[0]: rest - 7 * share}
    last = {"post": "Avgifter från kommunerna" if fees else "Övrigt", "belopp": rest}
    return {"poster": [*posts, last | ({"per_kommun": shares} if fees else {})], "summa": 60_000_000}
