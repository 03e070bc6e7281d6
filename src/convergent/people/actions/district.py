"""What a district decides about its own installation, and people it adds by hand."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.changes import places_changeable_by
from convergent.people.access.district import why_keep_district
from convergent.people.access.reasons import Reason
from convergent.people.access.require import required
from convergent.people.models import DistrictSettings, Person, Place, Wording
from convergent.people.names import name_keys
from convergent.people.viewer import Viewer
from convergent.people.words import words_of


@transaction.atomic
def set_words(
    district: Place,
    chosen: Mapping[tuple[str, str], tuple[str, str]],
    *,
    time_zone: str,
    year_starts: tuple[int, int] | None = None,
    by: Viewer,
) -> None:
    """The district's own words from now on; what is not chosen is called as we call it.

    `year_starts` is the month and day on which a school year begins while none is loaded.
    """
    why = why_keep_district(by)
    required(why if by.district_id == district.pk else None)
    before = words_of(district.pk).own
    note_change(
        "set words",
        district,
        by=by.person.pk,
        why=str(why),
        time_zone=time_zone,
        year_starts=year_starts,
        before={"/".join(key): list(pair) for key, pair in before.items()},
        after={"/".join(key): list(pair) for key, pair in chosen.items()},
    )
    Wording.objects.filter(district=district).delete()
    Wording.objects.bulk_create(
        Wording(district=district, of=of, code=code, singular=one or many, plural=many)
        for (of, code), (one, many) in chosen.items()
    )
    own: dict[str, object] = {"time_zone": time_zone}
    if year_starts is not None:
        own["year_starts_month"], own["year_starts_day"] = year_starts
    DistrictSettings.objects.filter(district=district).update(**own)


def why_add_person(viewer: Viewer) -> Reason | None:
    """Whoever may change roles somewhere may add somebody to give a role to."""
    return Reason.WORKS_HERE if places_changeable_by(viewer).exists() else None


@transaction.atomic
def add_person(
    *, given_name: str, family_name: str, preferred_name: str, email: str, by: Viewer
) -> Person:
    """Somebody who is in no export; a load never changes or ends what is written by hand."""
    why = why_add_person(by)
    required(why)
    if email and Person.objects.filter(email__iexact=email).exists():
        raise BadInput(_("Somebody in the records has that e-mail already."))
    person = Person(
        district_id=by.district_id,
        given_name=given_name,
        family_name=family_name,
        preferred_name=preferred_name,
        email=email,
    )
    person.given_key, person.family_key = name_keys(person.called, family_name)
    note_change("add person", person, by=by.person.pk, about=person.pk, why=str(why))
    person.save()
    return person
