"""What is begun and not kept: by hand, or sent by a device that could not keep it as a visit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.practice.access.visiting import terms_visitable_by
from convergent.practice.access.visits import DRAFTS_KEPT, own_visits
from convergent.practice.models import Visit, VisitDraft

SHOWN = ("strength", "next_step", "timed")


@dataclass(frozen=True)
class DraftLine:
    name: str
    said: str
    url: str


@dataclass(frozen=True)
class DraftPage:
    draft: VisitDraft
    whom: str
    texts: tuple[str, ...]
    kept: Visit | None
    teachers: tuple[Person, ...]


def draft_line(draft: VisitDraft, viewer: Viewer) -> DraftLine:
    """Of somebody whom the device knew, the form; else the page on which she is chosen."""
    last = day_text(timezone.localdate(draft.written_at) + DRAFTS_KEPT, viewer)
    until = _("Kept until %(day)s.") % {"day": last}
    if draft.teacher is not None:
        query = urlencode({"teacher": draft.teacher_id, "draft": draft.pk})
        return DraftLine(draft.teacher.name, until, f"{reverse('visit_new')}?{query}")
    told = json.loads(draft.content)
    said = _("From a device. That visit is kept already, with other words.")
    if not told.get("kept"):
        said = _("From a device. Say whom it is about.")
    name = _first(told, "whom") or _("Words that you typed on a device")
    return DraftLine(name, f"{said} {until}", reverse("visit_draft", args=[draft.pk]))


def draft_page(draft: VisitDraft, viewer: Viewer) -> DraftPage:
    told = json.loads(draft.content)
    kept = _first(told, "kept")
    people = Person.objects.filter(pk__in=terms_visitable_by(viewer).values("person"))
    return DraftPage(
        draft=draft,
        whom=_first(told, "whom"),
        texts=tuple(text for name in SHOWN if (text := _first(told, name))),
        kept=own_visits(viewer).filter(pk=kept).select_related("teacher").first() if kept else None,
        teachers=tuple(people.order_by("family_key", "given_key")),
    )


def _first(told: Mapping[str, list[str]], name: str) -> str:
    return next(iter(told.get(name) or ()), "")
