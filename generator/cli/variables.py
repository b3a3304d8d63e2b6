"""The variables of the Makefile: which commands need one, and what each is called without make."""

BEGINS = ("new", "begin")
"""The commands that are asked for a year of which there is no plan yet."""
_OF_A_YEAR = ("plan", "pdf", "html", "invitations", "check", "fix", "confirm", "compare", "redline")
NEEDED = {
    **dict.fromkeys((*_OF_A_YEAR, *BEGINS), "YEAR"),
    **dict.fromkeys(("feedback", "apply", "reply"), "FILE"),
}
"""The variable that a command cannot do without."""
OPTIONS = {
    "plan": {"MALL": "--template"},
    "pdf": {"MALL": "--template"},
    "new": {"FROM": "--from"},
    "compare": {"AGAINST": "--against"},
    "confirm": {"VAD": "--vad"},
    "redline": {"AGAINST": "--against"},
    "feedback": {"PLAN": "--plan", "AV": "--author", "NR": "--numbers"},
    "apply": {
        "PLAN": "--plan",
        "AV": "--author",
        "NR": "--numbers",
        "UNDANTAG": "--exempt",
        "OPPET": "--open",
    },
    "reply": {"PLAN": "--plan"},
}
"""The options of commands, by the variables that they are after make."""
FLAGS = {
    "check": {"ALLA": "--alla"},
    "pdf": {"FIX": "--fix", "JA": "--ja"},
    "fix": {"JA": "--ja"},
    "confirm": {"JA": "--ja"},
    "compare": {"JSON": "--json"},
    "redline": {"PDF": "--pdf"},
    "feedback": {"JSON": "--json"},
    "apply": {"ALLA": "--alla", "KOMMENTARER": "--comments", "JA": "--ja"},
}
"""The same of what is given or not."""
ALONE = {
    name: said for of in (OPTIONS, FLAGS) for all_of in of.values() for name, said in all_of.items()
}
"""Every variable that is an option of some command -> that option."""
UNSAID = {"YEAR": "ÅR", "FILE": "FIL", "FIL": "FIL"}
"""The variables that are no option, and what stands for them where they are not typed."""
