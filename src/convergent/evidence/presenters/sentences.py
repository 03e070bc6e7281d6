"""What a picture says in sentences: of each claim one, and one above them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.functional import Promise
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergent.analysis.convergence import Verdict, Why
from convergent.evidence.models import ClaimVerdict
from convergent.evidence.presenters.marks import (
    AGREES,
    CONTRADICTS,
    PARTLY,
    Marked,
    in_sentence,
)
from convergent.evidence.vantage import Column
from convergent.people.days import day_text
from convergent.people.viewer import Viewer

VERDICTS: Mapping[str, str | Promise] = {
    Verdict.AGREEMENT.name.lower(): gettext_lazy("Agreement"),
    Verdict.PARTIAL_AGREEMENT.name.lower(): gettext_lazy("Partly"),
    Verdict.SILENCE.name.lower(): gettext_lazy("Not asked yet"),
    Verdict.DISSONANCE.name.lower(): gettext_lazy("Accounts differ"),
}
AGREEMENT, DISSONANCE = "agreement", "dissonance"
SILENCE, NOTHING, ONE_SOURCE, NOT_ASKED = "silence", "nothing", "one_source", "not_asked"
DIFFERS, CONTRADICTED, FEW = "differs", "contradicted", "few"
MOST_SENTENCES = 2
URGENT = (DISSONANCE, SILENCE)
DECIDED: Mapping[str, str | Promise] = {
    Why.CONTRADICTED.name.lower(): gettext_lazy("Every source is against it."),
    Why.DIFFERS.name.lower(): gettext_lazy("Some sources are against it."),
    Why.NOTHING.name.lower(): gettext_lazy("There is no evidence yet."),
    Why.NOT_ASKED.name.lower(): gettext_lazy("Somebody whom it is about was not asked."),
    Why.ONE_SOURCE.name.lower(): gettext_lazy("Everything comes from one source."),
    Why.FEW.name.lower(): gettext_lazy("Fewer than three independent sources are for it."),
    Why.ONE_TYPE.name.lower(): gettext_lazy("Every source is of one type."),
    Why.QUALIFIED.name.lower(): gettext_lazy("As many types of source qualify it as are for it."),
    Why.AGREES.name.lower(): gettext_lazy(
        "Three independent sources of two types are for it, and none is against it."
    ),
}


@dataclass(frozen=True)
class Found:
    """What was found of one claim: its statement, what decided, and its marks; `measured` is what
    results say in numbers, where they say it."""

    statement: str
    verdict: str
    why: str
    marked: Marked
    measured: str = ""

    @property
    def verdict_words(self) -> str:
        return words_of_verdict(self.verdict, self.why)


def words_of_verdict(verdict: str, why: str) -> str:
    """Where nobody is for it, accounts do not differ."""
    return _("Contradicted") if why == CONTRADICTED else str(VERDICTS[verdict])


def over_time(verdict: ClaimVerdict, last_year: ClaimVerdict | None, viewer: Viewer) -> str:
    """How the verdict stood before: earlier this year if it changed, else a year ago."""
    if verdict.before:
        said = {"verdict": VERDICTS[verdict.before], "day": day_text(verdict.since, viewer)}
        return _("Until %(day)s: %(verdict)s") % said
    if last_year is None:
        return ""
    if (last_year.verdict, last_year.why) == (verdict.verdict, verdict.why):
        return _("As last year")
    return _("Last year: %(verdict)s") % {
        "verdict": words_of_verdict(last_year.verdict, last_year.why)
    }


def line_of(found: Found) -> str:
    """Who says what, and who was not heard."""
    marked = found.marked
    against, agree, partly = (marked.of(one) for one in (CONTRADICTS, AGREES, PARTLY))
    if found.why == NOTHING:
        return _("Nothing was seen yet, and nobody was asked")
    if not marked.heard:
        return _("Fewer than eight people could have said it, so it is not told by whom")
    if found.verdict == DISSONANCE:
        return _differs(against, [*agree, *partly])
    if found.why == NOT_ASKED:
        return _not_asked(agree, partly, marked.needed)
    if found.why == ONE_SOURCE:
        return _("%(who)s alone: everything comes from one source") % {
            "who": capfirst(listed([*agree, *partly])) or _("One vantage point")
        }
    said = _agree(marked, agree)
    return _("%(agree)s; three are needed") % {"agree": said} if found.why == FEW else said


def _differs(against: Sequence[Column], others: Sequence[Column]) -> str:
    said = {"against": capfirst(listed(against)), "others": listed(others)}
    if not against:
        return _("A source contradicts it")
    if not others:
        return _("%(against)s: it is not so") % said
    return _("%(against)s: it is not so; %(others)s: it is, at least partly") % said


def _not_asked(agree: Sequence[Column], partly: Sequence[Column], needed: Sequence[Column]) -> str:
    said = {"said": _told(agree, partly), "missing": listed(needed)}
    if not needed:
        return _("%(said)s; somebody whom it is about has not been asked") % said
    if not said["said"]:
        return capfirst(_("%(missing)s have not been asked") % said)
    if {*needed} & {*agree, *partly}:
        return _("%(said)s; not all who are needed have been asked") % said
    return _("%(said)s; %(missing)s have not been asked") % said


def _told(agree: Sequence[Column], partly: Sequence[Column]) -> str:
    """“School leaders say yes, visits partly”."""
    said = {"yes": capfirst(listed(agree)), "partly": listed(partly)}
    if agree and partly:
        return _("%(yes)s say yes, %(partly)s partly") % said
    if agree:
        return _("%(yes)s say yes") % said
    return capfirst(_("%(partly)s say partly") % said) if partly else ""


def _agree(marked: Marked, agree: Sequence[Column]) -> str:
    said = _of_all(len(agree), marked.heard)
    missing = [] if marked.heard == len(agree) else marked.of(PARTLY)
    if missing:
        return _("%(agree)s; %(partly)s: partly") % {"agree": said, "partly": listed(missing)}
    return said


def _of_all(agree: int, heard: int) -> str:
    """“Four of five vantage points agree”."""
    said = ngettext(
        "%(agree)s of %(heard)s vantage point agrees",
        "%(agree)s of %(heard)s vantage points agree",
        heard,
    )
    return capfirst(said % {"agree": apnumber(agree), "heard": apnumber(heard)})


def headline(found: Iterable[Found]) -> str:
    """What stands on the most sides; then what differs, who was not asked, what is denied."""
    rows = list(found)
    told = (_stands(rows), _differs_on(rows), _waits_for(rows), _denied(rows))
    sentences = [one for one in told if one]
    if not sentences:
        return _("Nothing has been looked at from enough sides yet.")
    return " ".join(sentences[:MOST_SENTENCES])


def _stands(rows: Sequence[Found]) -> str:
    agreed = [one for one in rows if one.verdict == AGREEMENT and one.marked.heard]
    if not agreed:
        return ""
    best = max(agreed, key=lambda one: len(one.marked.of(AGREES)))
    agree, heard = len(best.marked.of(AGREES)), best.marked.heard
    said = {"agree": apnumber(agree), "heard": apnumber(heard), "claim": best.statement}
    sentence = ngettext(
        "%(agree)s of %(heard)s vantage point agrees: “%(claim)s”.",
        "%(agree)s of %(heard)s vantage points agree: “%(claim)s”.",
        heard,
    )
    return capfirst(sentence % said)


def _differs_on(rows: Sequence[Found]) -> str:
    one = next((one for one in rows if one.why == DIFFERS), None)
    return _("Accounts differ on “%(claim)s”.") % {"claim": one.statement} if one else ""


def _waits_for(rows: Sequence[Found]) -> str:
    waiting = (one for one in rows if one.why == NOT_ASKED)
    one = next((one for one in waiting if one.marked.needed and one.marked.heard), None)
    if one is None:
        return ""
    said = {"claim": one.statement, "missing": listed(one.marked.needed)}
    return _("On “%(claim)s”, %(missing)s have not been asked.") % said


def _denied(rows: Sequence[Found]) -> str:
    denied = (one for one in rows if one.why == CONTRADICTED)
    one = next((one for one in denied if one.marked.heard), None)
    if one is None:
        return ""
    said = {"claim": one.statement, "against": listed(one.marked.of(CONTRADICTS))}
    return capfirst(_("%(against)s contradict “%(claim)s”.") % said)


def listed(columns: Iterable[Column]) -> str:
    return get_text_list([in_sentence(one) for one in columns], _("and"))
