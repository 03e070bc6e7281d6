"""A coaching cycle of a teacher and a coach: that it runs. What it is about is in its thread."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.practice.models.walled import Walled
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

USUAL_WEEKS, LONGEST_MEETING = 2, 240


class CoachingCycle(models.Model):
    """Grain: one cycle of one pair, from the day on which one asked the other. It runs from
    `began_on`, when the other agreed; whoever says no ends it before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coached_in")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coaches_in")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="coaching_cycles")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asker_was_told = models.BooleanField(
        default=False, help_text="That the principal and the coach’s supervisor learn that it runs."
    )
    began_on = models.DateField(null=True, blank=True)
    other_was_told = models.BooleanField(default=False)
    every_weeks = models.PositiveSmallIntegerField(default=USUAL_WEEKS)
    next_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    is_completed = models.BooleanField(default=False)
    touched_on = models.DateField(help_text="When something was last done in it.")
    version = models.PositiveIntegerField(default=1)

    objects = Walled()

    privacy = privacy(
        personal=(
            "teacher coach place asked_by asked_on asker_was_told began_on other_was_told "
            "every_weeks next_on paused_on ended_on is_completed touched_on"
        ),
        technical="id version",
    )

    class Meta:
        ordering = ["-asked_on", "id"]
        constraints = [
            models.CheckConstraint(name="nobody_coaches_herself", condition=~Q(teacher=F("coach"))),
            models.CheckConstraint(
                name="coaching_is_asked_for_by_one_of_the_pair",
                condition=Q(asked_by=F("teacher")) | Q(asked_by=F("coach")),
            ),
            models.CheckConstraint(
                name="coaching_that_began_is_paused_or_completed",
                condition=Q(began_on__isnull=False)
                | Q(paused_on__isnull=True, is_completed=False, next_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_open_cycle_of_a_pair",
                fields=["teacher", "coach"],
                condition=Q(ended_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "-asked_on"], name="coaching_of"),
            models.Index(fields=["coach", "-asked_on"], name="coaching_by"),
            models.Index(fields=["place", "began_on"], name="coaching_at"),
        ]

    def __str__(self) -> str:
        return f"coaching cycle {self.pk}"

    @property
    def is_asked(self) -> bool:
        return self.began_on is None and self.ended_on is None

    @property
    def runs(self) -> bool:
        return self.began_on is not None and self.ended_on is None


class CoachingMeeting(models.Model):
    """Grain: one time that the pair met for a cycle. Its day and minutes are participation; what
    kind of help it was is the pair's."""

    class Help(models.TextChoices):
        PLANNING = "planning", _("We planned a lesson")
        SHOWING = "showing", _("The coach showed it in class")
        TEACHING = "teaching", _("We taught together")
        WATCHING = "watching", _("The coach watched, and we talked")
        WORK = "work", _("We looked at student work")
        MATERIAL = "material", _("We looked for material")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(CoachingCycle, on_delete=models.CASCADE, related_name="meetings")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = PrivateTextField(help_text="The code of the kind of help.")

    objects = Walled()

    privacy = privacy(private="kind", personal="cycle day minutes", technical="id")

    class Meta:
        ordering = ["-day", "id"]
        constraints = [
            models.UniqueConstraint(name="pair_meets_once_a_day", fields=["cycle", "day"])
        ]

    def __str__(self) -> str:
        return f"meeting of {self.cycle_id} on {self.day}"
