"""A load in a sentence: what it brought, what it left out, what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import number_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.findings import MOST_CHANGED, Difference, SchoolDifference
from convergent.jobs.models import ENDED, State
from convergent.loads.models import Decision, Load, Status
from convergent.loads.presenters.kinds import kind_in_sentence, kind_words
from convergent.loads.presenters.refusals import refusal_words
from convergent.people.days import day_text
from convergent.people.viewer import Viewer

SHOWN_FIRST = (
    "users",
    "enrollments",
    "staff",
    "attendance_daily",
    "assessment_results",
    "results",
    "spending",
)

A_HANDFUL = 0.1
NAMES_SHOWN = 3


def when_words(moment: datetime, viewer: Viewer) -> str:
    """“Yesterday at 6:02 p.m.”"""
    return str(capfirst(moment_words(moment, viewer)))


def moment_words(moment: datetime, viewer: Viewer) -> str:
    """“yesterday at 6:02 p.m.”, as it stands within a sentence."""
    here = timezone.localtime(moment)
    days = {
        viewer.today: _("today"),
        viewer.today - timedelta(days=1): _("yesterday"),
        viewer.today + timedelta(days=1): _("tomorrow"),
    }
    day = days.get(here.date()) or day_text(here.date(), viewer)
    time = time_format(here.time(), "TIME_FORMAT")
    return _("%(day)s at %(time)s") % {"day": day, "time": time}


def outcome_words(load: Load) -> str:
    """What came of the load, for somebody who reads nothing else."""
    if load.status == Status.ASKED:
        return _unended(load)
    if load.decision:
        return _decided(load)
    plain = {
        Status.UNCHANGED: _("The same as before; nothing was changed."),
        Status.HELD: _("Waits for you: it is unlike what is usually loaded."),
        Status.CANCELLED: _("Cancelled; nothing was changed."),
        Status.CHECKED: _("Only checked; nothing was changed."),
    }
    if load.status == Status.UNCHANGED and left_out(load):
        return _with_left_out(load, _("The same as before"))
    if load.status in plain:
        return plain[Status(load.status)]
    if load.status == Status.REFUSED:
        return _refused(load)
    return _brought(load)


def names_of(load: Load) -> str:
    names = [str(name) for name in load.names]
    more = len(names) - NAMES_SHOWN
    said = ", ".join(names[:NAMES_SHOWN])
    if more <= 0:
        return said
    return ngettext("%(names)s and one more file", "%(names)s and %(count)s more files", more) % {
        "names": said,
        "count": more,
    }


def _unended(load: Load) -> str:
    state = load.job.state
    if state == State.FAILED:
        return _("Stopped: %(problem)s") % {"problem": load.job.problem}
    if state == State.CANCELLED:
        return _("Cancelled; nothing was changed.")
    if state in ENDED:
        return _("Ended.")
    return _("Is being read now.") if state == State.RUNNING else _("Waits for its turn.")


def _decided(load: Load) -> str:
    return {
        Decision.APPROVED: _("Was held, then approved: %(brought)s") % {"brought": _brought(load)},
        Decision.REFUSED: _("Was held, then refused; nothing was changed."),
        Decision.REPLACED: _("Was held; a later load took its place."),
        Decision.UNDONE: _("Was undone: what served before serves again."),
    }[Decision(load.decision)]


def _refused(load: Load) -> str:
    rows = left_out(load)
    if not rows:
        return _("%(why)s Nothing was changed.") % {"why": refusal_words(load)}
    return ngettext(
        "Refused, because of one row; nothing was changed.",
        "Refused, because of %(rows)s rows; nothing was changed.",
        rows,
    ) % {"rows": number(rows)}


def _brought(load: Load) -> str:
    """“30,112 people, 24 rows left out.”"""
    what = main_count(load.counts)
    if not left_out(load):
        return _("%(what)s, every row taken.") % {"what": what}
    return _with_left_out(load, what)


def _with_left_out(load: Load, what: str) -> str:
    rows = left_out(load)
    said = {"what": what, "rows": number(rows)}
    return ngettext("%(what)s, one row left out.", "%(what)s, %(rows)s rows left out.", rows) % said


def main_count(counts: Mapping[str, Mapping[str, int]]) -> str:
    """“30,112 people”: of the kind that people think of first."""
    loaded = {name: count["loaded"] for name, count in counts.items() if count["loaded"]}
    if not loaded:
        return _("no rows")
    name = next((one for one in SHOWN_FIRST if one in loaded), max(loaded, key=loaded.__getitem__))
    if loaded[name] == 1:
        return f"{kind_words(name)}: 1"
    return f"{number(loaded[name])} {kind_in_sentence(name)}"


def left_out(load: Load) -> int:
    return sum(count["rejected"] for count in load.counts.values())


def difference_words(differences: Sequence[Difference], schools: Mapping[str, str]) -> str:
    """The largest change, and where: “1,204 class enrollments are missing from what was sent …”."""
    worst = worst_of(differences)
    if worst is None:
        return ""
    if worst.changed > worst.before * MOST_CHANGED:
        return _("It would change %(rows)s of %(before)s %(kind)s.") % {
            "rows": number(worst.changed),
            "before": number(worst.before),
            "kind": kind_in_sentence(worst.table),
        }
    return _missing(worst, schools)


def worst_of(differences: Sequence[Difference]) -> Difference | None:
    """The one that a person has to look at first; none where nothing is unusual."""
    large = [one for one in differences if one.is_large]
    return max(large, key=lambda one: max(one.ended, one.changed) / one.before, default=None)


def _missing(worst: Difference, schools: Mapping[str, str]) -> str:
    at = _mostly_at(worst)
    said = {
        "rows": number(worst.ended),
        "before": number(worst.before),
        "kind": kind_in_sentence(worst.table),
    }
    if at is None:
        words = _("%(rows)s of %(before)s %(kind)s are missing from what was sent.")
        return words % said
    return _(
        "%(rows)s of %(before)s %(kind)s are missing from what was sent, most of them of "
        "%(school)s: %(share)s%% of what is there now."
    ) % {
        **said,
        "school": schools.get(at.school, at.school),
        "share": percent(at.ended, at.before),
    }


def cause_words(differences: Sequence[Difference], *, is_whole: bool) -> str:
    """Why a load would end so much, as far as its numbers tell, and what to do then."""
    worst = worst_of(differences)
    if worst is None:
        return ""
    known = worst.before - worst.ended
    sent = known + worst.added
    if is_whole and sent <= worst.before * A_HANDFUL:
        return _(
            "What was sent holds few rows, so all others count as gone. If these are changes, or "
            "rows that you mended, refuse this load and send them again with the mark “They hold "
            "changes alone; what they do not hold stays”; or send the zip of left-out rows as it "
            "is."
        )
    if worst.ended and known < sent * A_HANDFUL:
        return _(
            "Hardly any of what was sent is known here. It may be the export of another district, "
            "or its IDs are new: then every row would end and come again."
        )
    return _("Often an export was cut off, or a school is missing.")


def _mostly_at(difference: Difference) -> SchoolDifference | None:
    """The school where most of it happens, if there is one."""
    first = difference.schools[0] if difference.schools else None
    return first if first and first.ended * 2 > difference.ended else None


def percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def within_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
