"""What the staff of a school answered: counts in a box, and nobody beside them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from convergent.people.models import Place
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

DIGITS = 5


@dataclass(frozen=True)
class Counts:
    """How many answered, and how many of them agree with each statement."""

    people: int
    agree: Mapping[str, int]

    def with_one_more(self, agrees: Iterable[str]) -> Counts:
        chosen = set(agrees)
        return Counts(
            self.people + 1, {code: many + (code in chosen) for code, many in self.agree.items()}
        )


class BoxQuerySet(models.QuerySet["Box"]):
    """Nothing, until `access` says which."""


class BoxManager(models.Manager["Box"]):
    def get_queryset(self) -> BoxQuerySet:
        return BoxQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> BoxQuerySet:
        """The only way in; `access` alone calls it."""
        return BoxQuerySet(self.model, using=self._db).filter(rule)


class Box(models.Model):
    """Grain: one school in one wave of the pulse.

    An answer is no row. It makes counts in the box one higher, and cannot be found again: there is
    no person in it, no order and no time. The counts are encrypted, and as long as they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField(help_text="The first day of its wave.")
    version = models.PositiveSmallIntegerField(help_text="Of the statements.")
    content = PrivateTextField()

    objects = BoxManager()

    privacy = privacy(private="content", staff="place opens_on version", technical="id")

    class Meta:
        ordering = ["opens_on", "id"]
        constraints = [
            models.UniqueConstraint(name="one_box_of_a_wave", fields=["place", "opens_on"])
        ]

    def __str__(self) -> str:
        return f"pulse of {self.opens_on} at {self.place_id}"

    @property
    def counts(self) -> Counts:
        told = {name: int(number) for name, number in json.loads(self.content).items()}
        return Counts(told.pop("people"), told)

    def hold(self, counts: Counts) -> None:
        told = {"people": counts.people, **counts.agree}
        self.content = json.dumps({name: f"{many:0{DIGITS}}" for name, many in told.items()})
