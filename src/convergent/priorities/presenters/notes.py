"""Who can read the working notes, said before anything is typed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convergent.priorities.models import Priority
from convergent.priorities.presenters.lines import leader_of


def readers_of_notes(priority: Priority) -> str:
    """One sentence. Nobody without due process, so never “never”."""
    leader = leader_of(priority)
    if priority.team is not None and leader:
        return _(
            "Only the %(team)s and %(name)s can read this, and whoever joins the team later. "
            "Another team or lead reads only what is written after they are named. It is "
            "encrypted; nobody else reads it without due process."
        ) % {"team": priority.team.name, "name": leader}
    if priority.team is not None:
        return _(
            "Only the %(team)s can read this, and whoever joins it later. Another team or lead "
            "reads only what is written after they are named. It is encrypted; nobody else reads "
            "it without due process."
        ) % {"team": priority.team.name}
    return _(
        "Only whoever leads this priority now can read this; another lead, or a team, reads only "
        "what is written after they are named. It is encrypted; nobody else reads it without due "
        "process."
    )
