"""The week of a teacher leader: what she plans, what is put right of what was logged, on which days
she is where, and what came between."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.practice.models.charters import Work
from convergent.practice.models.coaching import CoachingCycle
from convergent.practice.models.walled import Walled
from convergent.records.privacy import privacy

LONGEST_BETWEEN = 480


class DayAtSchool(models.Model):
    """Grain: where one teacher leader is on one day of the week, 0 being Monday. Without any, it
    follows from the shares of her posts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="days_at_schools")
    weekday = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    privacy = privacy(staff="person weekday place", technical="id")

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(name="one_school_a_day", fields=["person", "weekday"])
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.weekday}"


class PlannedWork(models.Model):
    """Grain: one stretch of work that one teacher leader means to do on one day. A talk names its
    cycle, and counts as done when the pair notes that it met."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    work = models.CharField(max_length=10, choices=Work.choices)
    minutes = models.PositiveSmallIntegerField()
    cycle = models.ForeignKey(
        CoachingCycle, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = Walled()

    privacy = privacy(personal="person place day work minutes cycle", technical="id")

    class Meta:
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["person", "day"], name="planned_by")]

    def __str__(self) -> str:
        return f"{self.work} on {self.day}"


class PutRight(models.Model):
    """Grain: what one teacher leader says of one thing that was logged of her work: that it was
    another kind, or, with no kind, that it does not count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    logged = models.UUIDField(help_text="The id of the talk, visit, meeting or planned work.")
    work = models.CharField(max_length=10, choices=Work.choices, blank=True)

    objects = Walled()

    privacy = privacy(personal="person logged work", technical="id")

    class Meta:
        constraints = [models.UniqueConstraint(name="put_right_once", fields=["person", "logged"])]

    def __str__(self) -> str:
        return f"{self.logged} is {self.work}"


class Interference(models.Model):
    """Grain: once that a teacher leader had to do something else at a school."""

    class Cause(models.TextChoices):
        COVER = "cover", _("Covering a class")
        TESTS = "tests", _("Giving a test")
        SUPERVISION = "supervision", _("Watching a hall, a yard or lunch")
        OFFICE = "office", _("Office work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interferences")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="interferences")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    noted_at = models.DateTimeField()

    privacy = privacy(personal="person place day minutes cause noted_at", technical="id")

    class Meta:
        ordering = ["-day", "-noted_at", "id"]
        indexes = [models.Index(fields=["place", "day"], name="interference_at")]

    def __str__(self) -> str:
        return f"{self.cause} on {self.day}"
