"""What waits for somebody who decides: ends, vacancies, things that nobody leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.access.changes import places_changeable_by
from convergent.people.access.directory import visible_places
from convergent.people.agenda.words import EACH, SOON, address
from convergent.people.days import day_text
from convergent.people.models import PlaceKind, Responsibility, RoleTerm
from convergent.people.queries.concerns import places_run_by, roles_of_concern
from convergent.people.queries.roles import last_terms, terms_ending, vacant_roles
from convergent.people.role_kinds import KINDS, PRINCIPAL
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.people.words import Words, in_sentence

LEADING_KINDS = [kind.code for kind in KINDS.values() if not kind.by_many]


@on_today
def terms_that_end(viewer: Viewer) -> Iterator[AgendaItem]:
    """Terms that end soon, for whoever decides what comes after."""
    words = viewer.words
    soon = (
        terms_ending(roles_of_concern(viewer), first=viewer.today, last=viewer.today + SOON)
        .exclude(person=viewer.person)
        .filter(Q(acting=True) | Q(role__kind__in=LEADING_KINDS))
    )
    for term in soon[:EACH]:
        yield _term_that_ends(term, viewer, words)


def _term_that_ends(term: RoleTerm, viewer: Viewer, words: Words) -> AgendaItem:
    said = {"name": term.person.name, "role": in_sentence(words.role_title(term.role))}
    title = (
        _("%(name)s's acting term as %(role)s ends")
        if term.acting
        else _("%(name)s's term as %(role)s ends")
    )
    return AgendaItem(
        group=Group.WAITING,
        day=term.ends_on or viewer.today,
        when=day_text(term.ends_on or viewer.today, viewer),
        title=title % said,
        detail=_("%(place)s. Extend the term, or say who comes next.")
        % {"place": term.role.place.name},
        url=address("role", term.role),
        weight=2,
        actions=(
            Action(_("Extend"), address("term_extend", term), primary=True),
            Action(_("Name a successor"), address("term_start", term.role)),
        ),
    )


@on_today
def vacancies(viewer: Viewer) -> Iterator[AgendaItem]:
    """Roles without a holder, for whoever may fill them."""
    words = viewer.words
    of_concern = roles_of_concern(viewer).values("pk")
    roles = vacant_roles(places_changeable_by(viewer), day=viewer.today).filter(pk__in=of_concern)
    ordered = sorted(roles, key=lambda role: (role.kind_of_role.order, role.place.name_key))
    last_of = last_terms(ordered[:EACH], before=viewer.today)
    for role in ordered[:EACH]:
        last = last_of.get(role.pk)
        yield AgendaItem(
            group=Group.WAITING,
            day=last.ends_on if last and last.ends_on else viewer.today,
            when=_since(last, viewer),
            title=_("%(place)s has no %(role)s")
            % {"place": role.place.name, "role": in_sentence(words.role_title(role))},
            detail=_("%(name)s held the role last.") % {"name": last.person.name} if last else "",
            url=address("role", role),
            late=role.kind_of_role.leads_place,
            weight=3 if role.kind_of_role.leads_place else 1,
            actions=(Action(_("Say who takes it up"), address("term_start", role), primary=True),),
        )
    if len(ordered) > EACH:
        yield _more_vacancies(len(ordered) - EACH, viewer)


def _since(last: RoleTerm | None, viewer: Viewer) -> str:
    if last is None or last.ends_on is None:
        return ""
    first_without = last.ends_on + timedelta(days=1)
    return _("since %(day)s") % {"day": day_text(first_without, viewer)}


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
    open_now = Responsibility.objects.led_by_nobody(viewer.today).filter(
        place__in=places_run_by(viewer)
    )
    for lead in open_now.select_related("place", "term__person")[:EACH]:
        before = lead.term.person.name if lead.term else ""
        yield AgendaItem(
            group=Group.WAITING,
            day=lead.term.ends_on if lead.term and lead.term.ends_on else lead.starts_on,
            when=_("open"),
            title=_("Nobody leads “%(title)s”") % {"title": lead.title},
            detail=_("%(name)s led it before.") % {"name": before} if before else lead.place.name,
            url=address("place", lead.place),
            weight=2,
            actions=(Action(_("Say who leads it"), address("lead_change", lead), primary=True),),
        )


@on_today
def posts_to_check(viewer: Viewer) -> Iterator[AgendaItem]:
    """For whoever plans posts: where a school's leadership is not settled."""
    if not viewer.holds("budgetAnalyst"):
        return
    schools = visible_places(viewer).filter(kind=PlaceKind.SCHOOL, closed_on=None)
    vacant = vacant_roles(schools, day=viewer.today).filter(kind=PRINCIPAL).count()
    acting = RoleTerm.objects.on(viewer.today).filter(
        role__place__in=schools, role__kind=PRINCIPAL, acting=True
    )
    unsettled = vacant + acting.count()
    if unsettled:
        yield AgendaItem(
            group=Group.WAITING,
            day=viewer.today,
            when=_("posts"),
            title=ngettext(
                "One school has no settled principal",
                "%(count)s schools have no settled principal",
                unsettled,
            )
            % {"count": unsettled},
            detail=_("%(vacant)s vacant, %(acting)s acting. Posts and pay rest on who holds them.")
            % {"vacant": vacant, "acting": unsettled - vacant},
            actions=(
                Action(
                    _("See posts by school"), reverse("investment") + "#unsettled", primary=True
                ),
            ),
        )
