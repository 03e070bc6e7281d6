"""Why a load waits for a person: what is unusual about it, and what may be behind that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from convergent.facts.strangers import RULE as STRANGERS
from convergent.loads.models import Load
from convergent.loads.presenters.differences import school_names
from convergent.loads.presenters.fixes import fix_words
from convergent.loads.presenters.words import cause_words, difference_words
from convergent.loads.queries import differences_of, findings_of
from convergent.people.models import Place


@dataclass(frozen=True)
class Why:
    """`words` make a heading; `cause` says what may be behind it and what to do then."""

    words: str
    cause: str


def why_it_waits(load: Load, *, district: Place, home: Path) -> Why:
    differences = differences_of(load, home)
    words = difference_words(differences, school_names(differences, district))
    if words:
        return Why(words, cause_words(differences, is_whole=load.is_whole))
    strangers = [one for one in findings_of(load, home).notices if one.rule == STRANGERS]
    if strangers:
        words = _("Most students of %(file)s are not in your roster.")
        return Why(words % {"file": strangers[0].file}, fix_words(strangers[0]))
    return Why(_("This load is unlike what is usually loaded."), "")
