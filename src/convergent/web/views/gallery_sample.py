"""The invented content of the gallery."""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]


def _action(label: str, *, method: str = "get", primary: bool = False, grave: bool = False) -> Part:
    return {"label": label, "url": "#main", "method": method, "primary": primary, "grave": grave}


def _item(when: str, title: str, detail: str, *actions: Part, late: bool = False) -> Part:
    return {
        "when": when,
        "title": title,
        "url": "#main",
        "detail": detail,
        "actions": actions,
        "late": late,
    }


WAITING = [
    _item(
        "since Mon",
        "Tomasz Wieczorek answered your feedback",
        "“Could you see the second half next time? That is where the talk dies down.”",
        _action("Answer", primary=True),
        _action("Find a time"),
        late=True,
    ),
    _item(
        "today",
        "Leadership team, 2:45 pm",
        "The agenda is ready from three open commitments and the new reading results",
        _action("Open agenda", primary=True),
    ),
    _item(
        "tomorrow",
        "You promised Ms. Nwosu a cover plan for 7th-grade meetings",
        "From your visit together on November 3",
        _action("Done", method="post"),
        _action("Move"),
    ),
]
CHANGED = [
    _item(
        "Facilities",
        "The library’s lights are repaired",
        "3 days, once reopened. It took about 20 minutes of your time",
        _action("Fixed", method="post"),
        _action("Not yet", method="post"),
    ),
    _item(
        "State",
        "Attendance plan: asks for what your school plan already says",
        "The same data went to the district in September",
        _action("Answer from the plan", primary=True),
    ),
]
AGENDA = [
    {"title": "Waiting for you", "items": WAITING},
    {"title": "Changed since yesterday", "items": CHANGED},
]


def _entry(when: str, title: str, state: str = "filled", *, attention: bool = False) -> Part:
    return {"when": when, "title": title, "state": state, "attention": attention}


CHAIN = [
    _entry("Investment", "One coach; 80 minutes a week for each team"),
    _entry("Support", "Ms. Nwosu has been in the building 4 times since August"),
    _entry(
        "Practice",
        "22 of 31 teachers had feedback; 7th grade none since April",
        "ring",
        attention=True,
    ),
    _entry("Classroom", "Reasons given aloud in 5 of 12 visits, up from 3", "half"),
    _entry("Learning", "Winter results in January. No claim yet.", "ring"),
]
TERMS = [
    _entry("since August 2025", "Principal, Cedar Hollow School"),
    _entry("2021 to 2025", "Assistant principal, Cedar Hollow School"),
    _entry("2014 to 2021", "Science teacher, Birchfield Middle School"),
]


def _grade(
    label: str, at: int, low: int, high: int, band: tuple[int, int], *, attention: bool = False
) -> Part:
    spoken = f"{label}: {at}, between {low} and {high}; similar schools {band[0]} to {band[1]}"
    return {
        "label": label,
        "value": at,
        "at": at,
        "low": low,
        "high": high,
        "band_low": band[0],
        "band_high": band[1],
        "words": spoken,
        "attention": attention,
    }


AXIS = {
    "low": 26,
    "high": 74,
    "ticks": [30, 40, 50, 60, 70],
    "reference": 50,
    "reference_label": "typical growth in the state",
    "band_label": "the middle half of 23 schools of similar need",
}
HEADERS = [
    {"label": "Group"},
    *({"label": word, "is_number": True} for word in ("Students", "Median", "Interval")),
]


def _numbers(*words: str) -> list[Part]:
    return [{"text": word, "is_number": True} for word in words]


TABLE = {
    "caption": "Median growth percentile by grade",
    "headers": HEADERS,
    "rows": [
        ["6th grade", *_numbers("142", "55", "50 to 60")],
        ["7th grade", *_numbers("131", "41", "36 to 46")],
        ["8th grade", *_numbers("139", "58", "52 to 64")],
        ["Foster care", {"suppressed": "too few to show", "is_number": True}, *_numbers("–", "–")],
    ],
}
FIGURE = {
    "id": "growth",
    "title": "7th-grade readers grew less than at similar schools",
    "measure": "Median growth percentile, with 90 % interval",
    "rows": [
        _grade("6th grade", 55, 50, 60, (48, 56)),
        _grade("7th grade", 41, 36, 46, (49, 57), attention=True),
        _grade("8th grade", 58, 52, 64, (47, 55)),
        {"label": "Foster care", "suppressed": "fewer than 10 students: not shown"},
    ],
    "axis": AXIS,
    "n": "412 students in 3 grades",
    "period": "spring 2025 to spring 2026",
    "source": "state test, loaded November 12",
    "comparison": "line: the state’s median",
    "table": TABLE,
    "why_url": "#main",
}
PEOPLE = [
    {"name": "Marisol Vega", "role": "Principal", "place": "Cedar Hollow School", "url": "#main"},
    {
        "name": "Adaeze Nwosu",
        "role": "Supervisor of principals",
        "place": "North network",
        "url": "#main",
    },
    {
        "name": "Tomasz Wieczorek",
        "role": "Teacher, 7th-grade science",
        "place": "Cedar Hollow School",
        "url": "#main",
    },
]
FACTS = [
    {"label": "Principal", "value": "Marisol Vega", "url": "#main", "detail": "since August 2025"},
    {"label": "Grades", "value": "6 to 8"},
    {"label": "Students", "value": "412", "detail": "on October 1, state count"},
    {"label": "In foster care", "suppressed": "fewer than 10: not shown"},
]
LOADING = {
    "id": "load",
    "title": "Loading the fall rosters",
    "stage": "Checking enrolments: file 3 of 5",
    "share": 62,
    "time_left": "about 2 minutes left",
    "is_running": False,
}
FOUND = [
    {
        "title": "People",
        "items": [
            {
                "label": person["name"],
                "detail": f"{person['role']}, {person['place']}",
                "url": "#main",
            }
            for person in PEOPLE
        ],
    },
    {
        "title": "Pages",
        "items": [{"label": "Priorities", "detail": "what we’re working on", "url": "#main"}],
    },
]


def content() -> Part:
    """Everything that the gallery's templates name."""
    return {
        "agenda": AGENDA,
        "chain": CHAIN,
        "terms": TERMS,
        "figure": FIGURE,
        "table": TABLE,
        "people": PEOPLE,
        "facts": FACTS,
        "loading": LOADING,
        "found": FOUND,
        "crumbs": [
            {"label": "Alder Valley", "url": "#main"},
            {"label": "North network", "url": "#main"},
            {"label": "Cedar Hollow School"},
        ],
        "first_step": _action("Plan the first visit", primary=True),
        "grave": _action("End this role on June 30", method="post", grave=True),
    }
