"""Where requirements come from, in the words of a page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from convergent.priorities.models import Requirement

Source = Requirement.Source

SOURCES = (
    (Source.STATE, _("The state")),
    (Source.FEDERAL, _("The federal government")),
    (Source.DISTRICT, _("The district")),
    (Source.GRANT, _("A grant")),
    (Source.PLAN, _("A plan")),
    (Source.AUDIT, _("An audit")),
)


def source_words(requirement: Requirement) -> str:
    """“The state · Department of Education”."""
    return f"{dict(SOURCES)[Source(requirement.source)]} · {requirement.asked_by}"
