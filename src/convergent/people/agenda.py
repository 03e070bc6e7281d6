"""What people and their roles put on Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.snapshot import current_snapshot
from convergent.people.access.changes import places_changeable_by, roles_changeable_by
from convergent.people.access.district import why_keep_district
from convergent.people.access.handovers import visible_handovers
from convergent.people.models import Place, PlaceKind, Responsibility, Role, RoleTerm
from convergent.people.presenters.sources import freshness
from convergent.people.queries.roles import terms_begun, vacant_roles
from convergent.people.role_kinds import KINDS
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.people.words import Words, in_sentence, words_of

SOON = timedelta(days=45)
LATELY = timedelta(days=120)
EACH = 3  # of one kind, so that no kind crowds out the others


def _address(name: str, thing: Role | RoleTerm | Place | Responsibility) -> str:
    return reverse(name, args=[thing.pk])


def _watched(viewer: Viewer) -> list[Place]:
    """The places whose roles this viewer may change."""
    return list(places_changeable_by(viewer))


@on_today
def terms_that_end(viewer: Viewer) -> Iterator[AgendaItem]:
    """Terms that end soon, for whoever decides what comes after."""
    words = words_of(viewer.district_id)
    soon = (
        RoleTerm.objects.filter(
            role__in=roles_changeable_by(viewer), ends_on__range=(viewer.today, viewer.today + SOON)
        )
        .exclude(person=viewer.person)
        .exclude(role__place__kind=PlaceKind.TEAM)
        .filter(Q(acting=True) | Q(role__kind__in=_leading_kinds()))
        .select_related("role__place", "person")
        .order_by("ends_on")
    )
    for term in soon[:EACH]:
        yield _term_that_ends(term, viewer, words)


def _leading_kinds() -> list[str]:
    return [kind.code for kind in KINDS.values() if kind.order <= 12]


def _term_that_ends(term: RoleTerm, viewer: Viewer, words: Words) -> AgendaItem:
    said = {"name": term.person.name, "role": in_sentence(words.role_title(term.role))}
    title = (
        _("%(name)s is acting %(role)s until then")
        if term.acting
        else _("%(name)s's term as %(role)s ends")
    )
    return AgendaItem(
        group=Group.WAITING,
        day=term.ends_on or viewer.today,
        when=_day(term.ends_on),
        title=title % said,
        detail=_("%(place)s. Extend the term, or say who comes next.")
        % {"place": term.role.place.name},
        url=_address("role", term.role),
        weight=2,
        actions=(
            Action(_("Extend"), _address("term_extend", term), primary=True),
            Action(_("Name a successor"), _address("term_start", term.role)),
        ),
    )


def _day(day: object) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")  # type: ignore[arg-type]


@on_today
def vacancies(viewer: Viewer) -> Iterator[AgendaItem]:
    """Roles without a holder, for whoever may fill them."""
    words = words_of(viewer.district_id)
    changeable = roles_changeable_by(viewer)
    roles = vacant_roles(places_changeable_by(viewer), day=viewer.today).filter(
        pk__in=changeable.values("pk")
    )
    ordered = sorted(roles, key=lambda role: (role.kind_of_role.order, role.place.name_key))
    for role in ordered[:EACH]:
        last = role.terms.order_by("-ends_on").select_related("person").first()
        yield AgendaItem(
            group=Group.WAITING,
            day=last.ends_on if last and last.ends_on else viewer.today,
            when=_("since %(day)s") % {"day": _day(last.ends_on)} if last and last.ends_on else "",
            title=_("%(place)s has no %(role)s")
            % {"place": role.place.name, "role": in_sentence(words.role_title(role))},
            detail=_("%(name)s held the role last.") % {"name": last.person.name} if last else "",
            url=_address("role", role),
            late=role.kind_of_role.leads_place,
            weight=3 if role.kind_of_role.leads_place else 1,
            actions=(Action(_("Say who takes it up"), _address("term_start", role), primary=True),),
        )
    if len(ordered) > EACH:
        yield _more_vacancies(len(ordered) - EACH, viewer)


def _more_vacancies(more: int, viewer: Viewer) -> AgendaItem:
    return AgendaItem(
        group=Group.WAITING,
        day=viewer.today,
        when="",
        title=ngettext("One more role is vacant", "%(count)s more roles are vacant", more)
        % {"count": more},
        actions=(Action(_("See them"), reverse("investment")),),
    )


@on_today
def led_by_nobody(viewer: Viewer) -> Iterator[AgendaItem]:
    """Things that somebody led and nobody leads now."""
    open_now = Responsibility.objects.filter(
        place__in=_watched(viewer), ends_on__isnull=True
    ).filter(Q(term__isnull=True) | Q(term__ends_on__lt=viewer.today))
    for lead in open_now.select_related("place", "term__person")[:EACH]:
        before = lead.term.person.name if lead.term else ""
        yield AgendaItem(
            group=Group.WAITING,
            day=lead.term.ends_on if lead.term and lead.term.ends_on else lead.starts_on,
            when="",
            title=_("Nobody leads “%(title)s”") % {"title": lead.title},
            detail=_("%(name)s led it before.") % {"name": before} if before else lead.place.name,
            url=_address("place", lead.place),
            weight=2,
            actions=(Action(_("Say who leads it"), _address("lead_change", lead), primary=True),),
        )


@on_today
def own_terms(viewer: Viewer) -> Iterator[AgendaItem]:
    """My own role: what I find there, and what I leave when it ends."""
    words = words_of(viewer.district_id)
    for term in viewer.terms:
        if term.ends_on is not None and term.ends_on <= viewer.today + SOON:
            yield _own_end(term, words)
    found = (
        visible_handovers(viewer)
        .filter(handed_over_at__isnull=False, role_id__in=viewer.role_ids)
        .exclude(author=viewer.person)
    )
    for handover in found.select_related("author", "role__place")[:EACH]:
        day = handover.handed_over_at.date()
        if viewer.today - day <= LATELY:
            yield AgendaItem(
                group=Group.CHANGED,
                day=day,
                when=_day(day),
                title=_("%(name)s left you a handover") % {"name": handover.author.name},
                detail=words.role_title(handover.role) + " · " + handover.role.place.name,
                url=_address("role", handover.role),
                actions=(Action(_("Read it"), _address("role", handover.role)),),
            )


def _own_end(term: RoleTerm, words: Words) -> AgendaItem:
    return AgendaItem(
        group=Group.WAITING,
        day=term.ends_on,  # type: ignore[arg-type]
        when=_day(term.ends_on),
        title=_("Your term as %(role)s ends") % {"role": in_sentence(words.role_title(term.role))},
        detail=_(
            "%(place)s. Leave a handover for whoever comes next; your sign-in ends with "
            "your last role."
        )
        % {"place": term.role.place.name},
        url=_address("role", term.role),
        weight=2,
        actions=(Action(_("Write a handover"), _address("handover", term.role), primary=True),),
    )


@on_today
def own_leads(viewer: Viewer) -> Iterator[AgendaItem]:
    """What I lead, as everybody at the school sees it."""
    mine = Responsibility.objects.filter(
        term__in=[term.pk for term in viewer.terms], ends_on__isnull=True
    )
    for lead in mine.select_related("place")[:EACH]:
        yield AgendaItem(
            group=Group.NEXT,
            day=lead.starts_on,
            when=_("you lead"),
            title=lead.title,
            detail=_("You decide: %(what)s") % {"what": lead.decides}
            if lead.decides
            else _("Everybody at %(place)s can see that you lead it.") % {"place": lead.place},
            url=_address("place", lead.place),
            actions=(Action(_("See who leads what"), _address("place", lead.place)),),
        )


@on_today
def new_colleagues(viewer: Viewer) -> Iterator[AgendaItem]:
    """Who began lately in a role beside or under mine."""
    words = words_of(viewer.district_id)
    near = {term.role.place_id for term in viewer.terms} | {one.pk for one in _watched(viewer)}
    places = Place.objects.filter(pk__in=near)
    begun = (
        terms_begun(places, since=viewer.today - LATELY, until=viewer.today)
        .exclude(person=viewer.person)
        .exclude(role__place__kind=PlaceKind.TEAM)
    )
    for term in sorted(begun, key=lambda term: term.role.kind_of_role.order)[:EACH]:
        yield AgendaItem(
            group=Group.CHANGED,
            day=term.starts_on,
            when=_day(term.starts_on),
            title=_("%(name)s began as %(role)s")
            % {"name": term.person.name, "role": in_sentence(words.role_title(term.role))},
            detail=term.role.place.name,
            url=reverse("person", args=[term.person_id]),
            actions=(Action(_("Get to know"), reverse("person", args=[term.person_id])),),
        )


@on_today
def data_loaded(viewer: Viewer) -> Iterator[AgendaItem]:
    """What was loaded, for those who keep the district's data."""
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None or why_keep_district(viewer) is None:
        return
    rejected = sum(count.rejected for count in snapshot.manifest.tables.values())
    yield AgendaItem(
        group=Group.CHANGED,
        day=snapshot.manifest.as_of,
        when=_day(snapshot.manifest.as_of),
        title=capfirst(freshness(snapshot, viewer.today)).rstrip("."),
        detail=ngettext("One row was rejected.", "%(count)s rows were rejected.", rejected)
        % {"count": rejected}
        if rejected
        else _("Every row was accepted."),
        url=reverse("evidence"),
        actions=(Action(_("See what is loaded"), reverse("evidence")),),
    )


@on_today
def own_unit_or_team(viewer: Viewer) -> Iterator[AgendaItem]:
    """For somebody who changes no roles: vacancies beside her, so that the load is understood."""
    beside = Place.objects.filter(pk__in=[term.role.place_id for term in viewer.terms]).exclude(
        pk__in=[one.pk for one in _watched(viewer)]
    )
    words = words_of(viewer.district_id)
    for role in vacant_roles(beside, day=viewer.today)[:EACH]:
        yield AgendaItem(
            group=Group.CHANGED,
            day=viewer.today,
            when=_("vacant"),
            title=_("%(place)s has no %(role)s now")
            % {"place": role.place.name, "role": in_sentence(words.role_title(role))},
            url=_address("role", role),
            actions=(Action(_("See who held it"), _address("role", role)),),
        )
