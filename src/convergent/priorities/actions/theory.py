"""Writing a theory of action, and what speaks for and against each of its links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.viewer import Viewer
from convergent.priorities.access.work import why_work_on
from convergent.priorities.days import refuse_far
from convergent.priorities.models import LinkEvidence, Priority, TheoryLink, TheoryVersion
from convergent.priorities.queries.theory import standing_links

MOST_LINKS = 12


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One “if … then …”, what it takes for granted, and how it is tested next."""

    if_we: str
    then_they: str
    assumes: str = ""
    next_test: str = ""
    test_on: date | None = None


@transaction.atomic
def add_link(priority: Priority, clause: Clause, *, by: Viewer) -> TheoryLink:
    """One link more, at the end."""
    priority, why = _locked(priority, by)
    refuse_far(clause.test_on, today=by.today)
    last = standing_links(priority)
    if last.count() >= MOST_LINKS:
        raise BadInput(
            _("A theory of more than %(count)s links tests nothing. Take one out first.")
            % {"count": MOST_LINKS}
        )
    position = (last.aggregate(last=Max("position"))["last"] or 0) + 1
    link = TheoryLink(priority=priority, position=position)
    _say(link, clause)
    note_change("add link", link, by=by.person.pk, why=why, priority=priority.pk, says=str(link))
    link.save()
    _keep_version(priority, by=by)
    return link


@transaction.atomic
def change_link(
    link: TheoryLink, clause: Clause, *, reason: str = "", version: int | None = None, by: Viewer
) -> TheoryLink:
    """Other words need a reason; another test of the same words does not."""
    priority, why = _locked(link.priority, by)
    fresh = _fresh(link)
    refuse_older(fresh.version, version)
    refuse_far(clause.test_on, today=by.today)
    before = (fresh.if_we, fresh.then_they, fresh.assumes)
    _say(fresh, clause)
    is_reworded = before != (fresh.if_we, fresh.then_they, fresh.assumes)
    if is_reworded and not reason.strip():
        raise BadInput(_("Say why the words change. What was thought before stays to be read."))
    fresh.version += 1
    note_change("change link", fresh, by=by.person.pk, why=why, reason=reason, says=str(fresh))
    fresh.save()
    if is_reworded:
        _keep_version(priority, reason=reason, by=by)
    return fresh


@transaction.atomic
def move_link(link: TheoryLink, *, up: bool, by: Viewer) -> None:
    """Changes places with the one before it, or after it; at an end nothing moves."""
    priority, why = _locked(link.priority, by)
    links = list(standing_links(priority))
    at = next((index for index, one in enumerate(links) if one.pk == link.pk), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or not 0 <= to < len(links):
        return
    links[at], links[to] = links[to], links[at]
    for position, one in enumerate(links, start=1):
        one.position = position
    note_change("move link", link, by=by.person.pk, why=why, to=to + 1)
    TheoryLink.objects.bulk_update(links, ["position"])
    _keep_version(priority, by=by)


@transaction.atomic
def take_out_link(
    link: TheoryLink, *, reason: str, version: int | None = None, by: Viewer
) -> TheoryLink:
    """It is no longer part of what we think; what spoke for and against it stays."""
    priority, why = _locked(link.priority, by)
    fresh = _fresh(link)
    refuse_older(fresh.version, version)
    if not reason.strip():
        raise BadInput(_("Say why it is taken out."))
    fresh.taken_out_on = by.today
    fresh.version += 1
    note_change("take out link", fresh, by=by.person.pk, why=why, reason=reason)
    fresh.save()
    _keep_version(priority, reason=reason, by=by)
    return fresh


@transaction.atomic
def add_evidence(
    link: TheoryLink, *, speaks: str, what: str, seen_on: date, by: Viewer
) -> LinkEvidence:
    """Something that was seen, for or against the link."""
    _priority, why = _locked(link.priority, by)
    fresh = _fresh(link)
    if seen_on > by.today:
        raise BadInput(_("What is still to come cannot have been seen. Choose a day gone by."))
    refuse_far(seen_on, today=by.today)
    evidence = LinkEvidence(
        link=fresh, speaks=speaks, what=what.strip(), seen_on=seen_on, by=by.person
    )
    note_change("add evidence", evidence, by=by.person.pk, why=why, link=fresh.pk, speaks=speaks)
    evidence.save()
    return evidence


def _locked(priority: Priority, by: Viewer) -> tuple[Priority, str]:
    stored = Priority.objects.select_for_update(of=("self",)).select_related("place", "lead")
    fresh = stored.get(pk=priority.pk)
    why = why_work_on(by, fresh)
    required(why)
    if fresh.ended_on is not None:
        raise BadInput(_("This priority has ended. Begin a new one instead."))
    return fresh, str(why)


def _fresh(link: TheoryLink) -> TheoryLink:
    fresh = TheoryLink.objects.get(pk=link.pk)
    required(None if fresh.taken_out_on else fresh)
    return fresh


def _say(link: TheoryLink, clause: Clause) -> None:
    for name in ("if_we", "then_they", "assumes", "next_test"):
        setattr(link, name, getattr(clause, name).strip())
    link.test_on = clause.test_on


def _keep_version(priority: Priority, *, reason: str = "", by: Viewer) -> None:
    last = (
        TheoryVersion.objects.filter(priority=priority).aggregate(last=Max("number"))["last"] or 0
    )
    links = standing_links(priority)
    TheoryVersion.objects.create(
        priority=priority,
        number=last + 1,
        links=[{"if": one.if_we, "then": one.then_they, "assumes": one.assumes} for one in links],
        reason=reason.strip(),
        by=by.person,
        made_on=by.today,
    )
