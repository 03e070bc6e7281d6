"""What a district calls its roles, school levels and terms: its own word, else ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Role, Wording
from convergent.people.role_kinds import KINDS, Word

LEVELS = {
    "elementary": (_("elementary school"), _("elementary schools")),
    "k8": (_("K–8 school"), _("K–8 schools")),
    "middle": (_("middle school"), _("middle schools")),
    "high": (_("high school"), _("high schools")),
    "other": (_("school"), _("schools")),
}
TERMS = {
    "network": (_("network"), _("networks")),
    "unit": (_("central-office unit"), _("central-office units")),
    "team": (_("team"), _("teams")),
    "school_year": (_("school year"), _("school years")),
}


@dataclass(frozen=True)
class Words:
    """The words of one district; singular and plural by what they are of and their code."""

    own: Mapping[tuple[str, str], tuple[str, str]]

    def role(self, code: str, *, plural: bool = False) -> str:
        kind = KINDS.get(code)
        default: tuple[Word, Word] = (kind.name, kind.plural) if kind else (code, code)
        return self._word("role", code, default)[plural]

    def level(self, code: str, *, plural: bool = False) -> str:
        default = LEVELS.get(code, LEVELS["other"])
        return self._word("level", code, default)[plural]

    def term(self, code: str, *, plural: bool = False) -> str:
        return self._word("term", code, TERMS[code])[plural]

    def role_title(self, role: Role) -> str:
        """“Literacy coach”: its own title, else its kind as the district says it."""
        return capfirst(role.title or self.role(role.kind))

    def _word(self, of: str, code: str, default: tuple[Word, Word]) -> tuple[str, str]:
        singular, plural = self.own.get((of, code), default)
        return str(singular), str(plural or singular)


def in_sentence(title: str) -> str:
    """A role's title within a sentence: “Literacy coach” → “literacy coach”, “HR lead” as it is."""
    first = title.split(" ")[0]
    return title if first.isupper() and len(first) > 1 else title[:1].lower() + title[1:]


def words_of(district_id: UUID) -> Words:
    rows = Wording.objects.filter(district=district_id)
    return Words({(row.of, row.code): (row.singular, row.plural) for row in rows})
