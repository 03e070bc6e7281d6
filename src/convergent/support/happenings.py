"""A principal is asked after a contact with whoever supervises her school."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.asking.happening import Called, happens
from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.support.access import visible_contacts


@happens("contact")
def contacts(keys: Iterable[UUID], viewer: Viewer) -> dict[UUID, Called]:
    found = visible_contacts(viewer).filter(pk__in=list(keys), principal=viewer.person)
    return {
        one.pk: Called(
            _("your time with %(name)s, %(day)s")
            % {"name": one.supervisor.name, "day": day_text(one.day, viewer)},
            reverse("contact", args=[one.pk]),
        )
        for one in found.select_related("supervisor")
    }
