"""How often a supervisor means to be at a school, and each time that she was, or will be, there."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.priorities.models import Priority
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

USUAL_A_MONTH, MOST_A_MONTH = 2, 12
REASON_FITS, PURPOSE_FITS, WORDS_FIT = 300, 200, 1_000
LONGEST = 600
Record = TypeVar("Record", bound=models.Model)


class OfTheTwo(models.Manager[Record]):
    """Gives nothing, until `access` says which."""

    def get_queryset(self) -> QuerySet[Record]:
        return super().get_queryset().none()

    def readable_by_rule(self, rule: Q | Any) -> QuerySet[Record]:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return super().get_queryset().filter(rule)


class ContactPlan(models.Model):
    """Grain: how often a supervisor means to be with the principal of one school, from a day on. A
    school without one has the usual; more than that needs its reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="contact_plans")
    a_month = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=REASON_FITS, blank=True)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfTheTwo["ContactPlan"]()

    privacy = privacy(personal="school a_month reason starts_on ended_on by", technical="id")

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_contact_plan_at_a_time",
                fields=["school"],
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="contact_plan_within_bounds",
                condition=Q(a_month__gte=1) & Q(a_month__lte=MOST_A_MONTH),
            ),
            models.CheckConstraint(
                name="more_contact_than_usual_has_its_reason",
                condition=Q(a_month__lte=USUAL_A_MONTH) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="contact_plan_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a_month} a month at {self.school_id}"


class Contact(models.Model):
    """Grain: one time that a supervisor is, or is to be, with the principal of one school."""

    class State(models.TextChoices):
        PLANNED = "planned"
        HELD = "held"
        CALLED_OFF = "called off"
        WITHDRAWN = "withdrawn"

    class Kind(models.TextChoices):
        """What the supervisor did (P27)."""

        JOINT = "joint", _("Worked on it side by side")
        MODELLING = "modelling", _("Showed how, or thought aloud")
        TOOLS = "tools", _("Brought a tool, or used one together")
        BROKERING = "brokering", _("Found help, or kept something away")
        PEERS = "peers", _("Brought principals together")

    class Diverted(models.TextChoices):
        CENTRAL = "central", _("A meeting at the central office")
        CRISIS = "crisis", _("Something urgent at another school")
        PAPER = "paper", _("Reports and forms")
        PERSONNEL = "personnel", _("Hiring, or a complaint about staff")
        BUILDING = "building", _("Buildings, buses or meals")
        SCHOOL = "school", _("The school asked to move it")
        AWAY = "away", _("Illness or leave")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="contacts")
    supervisor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts_by")
    principal = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts_with"
    )
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    purpose = models.CharField(max_length=PURPOSE_FITS, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    kinds = models.CharField(max_length=60, blank=True, help_text="Codes, spaces between.")
    diverted_by = models.CharField(max_length=10, choices=Diverted.choices, blank=True)
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    words = PrivateTextField(blank=True)
    seconds_to_enter = models.PositiveIntegerField(
        null=True, blank=True, help_text="From when the form was opened until it was kept."
    )
    version = models.PositiveIntegerField(default=1)

    objects = OfTheTwo["Contact"]()

    privacy = privacy(
        private="words",
        personal=(
            "school supervisor principal day state purpose minutes kinds diverted_by priority "
            "seconds_to_enter"
        ),
        technical="id version",
    )

    class Meta:
        ordering = ["-day", "id"]
        constraints = [
            models.CheckConstraint(
                name="held_contact_has_its_minutes",
                condition=~Q(state="held") | Q(minutes__gte=1, minutes__lte=LONGEST),
            ),
            models.CheckConstraint(
                name="contact_called_off_says_why",
                condition=~Q(state="called off") | ~Q(diverted_by=""),
            ),
            models.CheckConstraint(
                name="nobody_supervises_herself",
                condition=Q(principal__isnull=True) | ~Q(principal=F("supervisor")),
            ),
        ]
        indexes = [models.Index(fields=["school", "-day"], name="contact_at")]

    def __str__(self) -> str:
        return f"{self.state} at {self.school_id} on {self.day}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def kind_words(self) -> list[str]:
        return [str(self.Kind(code).label) for code in self.kinds.split()]
