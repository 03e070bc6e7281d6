"""My own work as roles and rosters know it: what I teach, my teams, my schools, my role."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.rows import ClassRow
from convergent.facts.values import Suppressed
from convergent.people.agenda.words import EACH, address
from convergent.people.days import day_text
from convergent.people.models import PlaceKind, RoleTerm
from convergent.people.presenters.overview import heads_of
from convergent.people.queries.places import people_at
from convergent.people.queries.roles import last_terms
from convergent.people.queries.students import own_classes
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.people.words import in_sentence


@on_today
def classes_taught(viewer: Viewer) -> Iterator[AgendaItem]:
    """The classes I teach, with how many students the rosters have in each."""
    classes = own_classes(viewer)
    if not classes:
        return
    page = reverse("person", args=[viewer.person.pk]) + "#classes"
    said = [_class(one) for one in classes[:EACH]]
    if len(classes) > EACH:
        said.append(_("%(count)s more") % {"count": len(classes) - EACH})
    yield AgendaItem(
        group=Group.NEXT,
        day=viewer.today,
        when=_("you teach"),
        title=ngettext("You teach one class", "You teach %(count)s classes", len(classes))
        % {"count": len(classes)},
        detail=get_text_list(said, _("and")) + ".",
        url=page,
        weight=3,
        actions=(Action(_("See your classes"), page),),
    )


def _class(one: ClassRow) -> str:
    """A teacher's own numbers are never withheld from her; where they are, the title stands."""
    if isinstance(one.students, Suppressed):
        return one.title
    said = ngettext("%(title)s with one student", "%(title)s with %(count)s students", one.students)
    return said % {"title": one.title, "count": one.students}


@on_today
def own_teams(viewer: Viewer) -> Iterator[AgendaItem]:
    """The teams I belong to: how many we are, and who leads."""
    places = {term.role.place for term in viewer.terms}
    teams = sorted((one for one in places if one.kind == PlaceKind.TEAM), key=lambda one: one.name)
    heads = heads_of(teams, words=viewer.words, day=viewer.today)
    people = people_at(teams, day=viewer.today)
    for team in teams[:EACH]:
        count = people.get(team.pk, 0)
        yield AgendaItem(
            group=Group.NEXT,
            day=viewer.today,
            when=_("your team"),
            title=team.name,
            detail=ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
            + "; "
            + _leads(heads[team.pk], viewer),
            url=address("place", team),
            actions=(Action(_("See the team"), address("place", team)),),
        )


@on_today
def week_between_places(viewer: Viewer) -> Iterator[AgendaItem]:
    """For whoever works at several places: how much at each, and who leads there."""
    terms = sorted(
        (one for one in viewer.terms if not _is_of_team(one)), key=lambda one: one.weight
    )
    places = list(dict.fromkeys(term.role.place for term in terms))
    if len(places) < 2:
        return
    heads = heads_of(places, words=viewer.words, day=viewer.today)
    for index, place in enumerate(places[:EACH]):
        share = sum(term.share for term in terms if term.role.place_id == place.pk)
        yield AgendaItem(
            group=Group.NEXT,
            day=viewer.today,
            when=_("%(share)s%% of a post") % {"share": round(share * 100)},
            title=place.name,
            detail=_leads(heads[place.pk], viewer),
            url=address("place", place),
            weight=EACH - index,
            actions=(Action(_("See who leads what"), address("place", place)),),
        )


def _is_of_team(term: RoleTerm) -> bool:
    return term.role.place.kind == PlaceKind.TEAM


def _leads(heads: tuple[RoleTerm, ...], viewer: Viewer) -> str:
    if not heads:
        return _("nobody leads it now")
    if viewer.person.pk in {term.person_id for term in heads}:
        return _("you lead it")
    names = get_text_list([term.person.name for term in heads], _("and"))
    return _("%(name)s leads it") % {"name": names}


@on_today
def own_role(viewer: Viewer) -> Iterator[AgendaItem]:
    """What the role remembers, for a holder who leads no place."""
    term = min(viewer.terms, key=lambda one: one.weight)
    kind = term.role.kind_of_role
    if kind.by_many or kind.leads_place or _is_of_team(term):
        return
    title = viewer.words.role_title(term.role)
    before = last_terms([term.role], before=term.starts_on).get(term.role_id)
    yield AgendaItem(
        group=Group.NEXT,
        day=viewer.today,
        when=_("your role"),
        title=_("You have been %(role)s since %(day)s")
        % {"role": in_sentence(title), "day": day_text(term.starts_on, viewer)},
        detail=_("%(name)s held the role before you.") % {"name": before.person.name}
        if before
        else _("What you know of it can stay with the role when you go."),
        url=address("role", term.role),
        weight=-1,
        actions=(Action(_("See the role"), address("role", term.role)),),
    )
