"""My own roles: what I find there, what I lead, who began beside me, what I leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.people.access.handovers import visible_handovers
from convergent.people.agenda.words import EACH, SOON, address
from convergent.people.days import day_text
from convergent.people.models import Handover, Place, PlaceKind, Responsibility, RoleTerm
from convergent.people.queries.concerns import places_led_by
from convergent.people.queries.handovers import own_drafts
from convergent.people.queries.roles import terms_begun, vacant_roles
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, PRINCIPAL, UNIT_HEAD
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.people.words import Words, in_sentence

LATELY = timedelta(days=60)
LEADING = [PRINCIPAL, ASSISTANT_PRINCIPAL, UNIT_HEAD]


@on_today
def ends_and_drafts(viewer: Viewer) -> Iterator[AgendaItem]:
    """My own terms that end soon and for which I have left nothing yet; and handovers that I began,
    but for those of a term that ends, which stand with its end."""
    begun = list(own_drafts(viewer))
    ending = _ending(viewer)
    for term in ending:
        if not _has_handed_over(term, viewer):
            has_draft = any(draft.role_id == term.role_id for draft in begun)
            yield _own_end(term, viewer, viewer.words, has_draft=has_draft)
    others = [one for one in begun if one.role_id not in {term.role_id for term in ending}]
    for draft in others[:EACH]:
        yield _draft(draft, viewer)


def _ending(viewer: Viewer) -> list[RoleTerm]:
    last = viewer.today + SOON
    soon = [term.pk for term in viewer.terms if term.ends_on and term.ends_on <= last]
    if not soon:
        return []
    mine = RoleTerm.objects.filter(pk__in=soon).not_continued()
    return list(mine.select_related("role__place"))


def _has_handed_over(term: RoleTerm, viewer: Viewer) -> bool:
    mine = visible_handovers(viewer).filter(author=viewer.person, role=term.role)
    return mine.filter(handed_over_at__date__gte=term.starts_on).exists()


def _own_end(term: RoleTerm, viewer: Viewer, words: Words, *, has_draft: bool) -> AgendaItem:
    last_day = term.ends_on or viewer.today
    label = _("Go on with your draft") if has_draft else _("Write a handover")
    return AgendaItem(
        group=Group.WAITING,
        day=last_day,
        when=day_text(last_day, viewer),
        title=_("Your term as %(role)s ends") % {"role": in_sentence(words.role_title(term.role))},
        detail=_(
            "%(place)s. Leave a handover for whoever comes next; your sign-in ends with "
            "your last role."
        )
        % {"place": term.role.place.name},
        url=address("role", term.role),
        weight=2,
        actions=(Action(label, address("handover", term.role), primary=True),),
    )


def _draft(draft: Handover, viewer: Viewer) -> AgendaItem:
    day = timezone.localtime(draft.written_at).date()
    return AgendaItem(
        group=Group.NEXT,
        day=day,
        when=day_text(day, viewer),
        title=_("Your handover as %(role)s is a draft")
        % {"role": in_sentence(viewer.words.role_title(draft.role))},
        detail=_("%(place)s. Only you can read it until you hand it over.")
        % {"place": draft.role.place.name},
        url=address("role", draft.role),
        weight=1,
        actions=(Action(_("Go on with your draft"), address("handover", draft.role)),),
    )


@on_today
def handovers_left(viewer: Viewer) -> Iterator[AgendaItem]:
    """What others lately left to a role of mine."""
    words = viewer.words
    found = (
        visible_handovers(viewer)
        .filter(handed_over_at__isnull=False, role_id__in=viewer.role_ids)
        .exclude(author=viewer.person)
    )
    for handover in found.select_related("author", "role__place")[:EACH]:
        day = timezone.localtime(handover.handed_over_at or handover.written_at).date()
        if viewer.today - day <= LATELY:
            yield AgendaItem(
                group=Group.CHANGED,
                day=day,
                when=day_text(day, viewer),
                title=_("%(name)s left you a handover") % {"name": handover.author.name},
                detail=words.role_title(handover.role) + " · " + handover.role.place.name,
                url=address("role", handover.role),
                actions=(Action(_("Read it"), address("role", handover.role)),),
            )


@on_today
def own_leads(viewer: Viewer) -> Iterator[AgendaItem]:
    """What I lead, as everybody at the school sees it."""
    mine = Responsibility.objects.on(viewer.today).filter(
        term__in=[term.pk for term in viewer.terms]
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
            url=address("place", lead.place),
            actions=(Action(_("See who leads what"), address("place", lead.place)),),
        )


@on_today
def new_colleagues(viewer: Viewer) -> Iterator[AgendaItem]:
    """Who began lately beside me; in the schools of a network, who began to lead one."""
    words = viewer.words
    mine = [term.role.place_id for term in viewer.terms]
    places = Place.objects.filter(pk__in=mine) | places_led_by(viewer)
    begun = (
        terms_begun(places, since=viewer.today - LATELY, until=viewer.today)
        .exclude(person=viewer.person)
        .exclude(role__place__kind=PlaceKind.TEAM)
        .filter(Q(role__place__in=mine) | Q(role__kind__in=LEADING))
    )
    for term in sorted(begun, key=lambda term: term.role.kind_of_role.order)[:EACH]:
        yield AgendaItem(
            group=Group.CHANGED,
            day=term.starts_on,
            when=day_text(term.starts_on, viewer),
            title=_("%(name)s began as %(role)s")
            % {"name": term.person.name, "role": in_sentence(words.role_title(term.role))},
            detail=term.role.place.name,
            url=reverse("person", args=[term.person_id]),
            actions=(Action(_("See who it is"), reverse("person", args=[term.person_id])),),
        )


@on_today
def vacancies_beside_me(viewer: Viewer) -> Iterator[AgendaItem]:
    """For somebody who changes no roles: vacancies beside her, so that the load is understood."""
    beside = Place.objects.filter(pk__in=[term.role.place_id for term in viewer.terms]).exclude(
        pk__in=[one.pk for one in places_led_by(viewer)]
    )
    words = viewer.words
    for role in vacant_roles(beside, day=viewer.today)[:EACH]:
        yield AgendaItem(
            group=Group.CHANGED,
            day=viewer.today,
            when=_("vacant"),
            title=_("%(place)s has no %(role)s now")
            % {"place": role.place.name, "role": in_sentence(words.role_title(role))},
            url=address("role", role),
            actions=(Action(_("See who held it"), address("role", role)),),
        )
