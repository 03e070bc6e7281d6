"""What a teacher and her coach write for each other, piece by piece; with whom the teacher shares
a piece; and when two named people open a thread."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.practice.models.coaching import CoachingCycle
from convergent.practice.models.walled import Walled
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

PIECE_FITS, LINK_FITS, REASON_FITS = 20_000, 500, 1_000


class CoachingPiece(models.Model):
    """Grain: one text of a thread, by one of the pair. The goal, and what the teacher keeps at the
    end, are hers to write."""

    class Stage(models.TextChoices):
        GOAL = "goal", _("Goal")
        BASELINE = "baseline", _("Where it stands now")
        LEARN = "learn", _("What we learn")
        TRY = "try", _("What is tried")
        LOOK = "look", _("What we look at")
        CHANGED = "changed", _("What changed")
        NEXT = "next", _("What is next")
        KEPT = "kept", _("What I keep")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(CoachingCycle, on_delete=models.CASCADE, related_name="pieces")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stage = PrivateTextField(help_text="The code of the stage.")
    text = PrivateTextField()
    link = PrivateTextField(blank=True, help_text="Of student work, or of a short film.")
    priority = PrivateTextField(blank=True, help_text="Of a goal: the id of what it belongs to.")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = Walled()

    privacy = privacy(
        private="stage text link priority",
        personal="cycle by written_at",
        technical="id version",
    )

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"piece of {self.cycle_id}"


class SharedPiece(models.Model):
    """Grain: one piece that the teacher shares with one person, until she takes it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    piece = models.ForeignKey(CoachingPiece, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField()

    objects = Walled()

    privacy = privacy(personal="piece person shared_on", technical="id")

    class Meta:
        ordering = ["shared_on", "id"]
        constraints = [
            models.UniqueConstraint(name="piece_shared_once", fields=["piece", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.piece_id} with {self.person_id}"


class Opening(models.Model):
    """Grain: one time that the district's side and the teachers' side open what one teacher wrote
    with one coach, for a reason, until a moment. It opens when the second has agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = PrivateTextField()
    days = models.PositiveSmallIntegerField(help_text="For how many it stays open.")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = Walled()

    privacy = privacy(
        private="reason",
        personal="district teacher coach days asked_by asked_at opened_by opened_at until",
        technical="id",
    )

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="thread_is_opened_by_two",
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="opening_has_an_end",
                condition=Q(opened_by__isnull=True, opened_at__isnull=True, until__isnull=True)
                | Q(opened_by__isnull=False, opened_at__isnull=False, until__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["teacher", "until"], name="opening_of")]

    def __str__(self) -> str:
        return f"opening of {self.teacher_id} with {self.coach_id}"


class CoachingHold(models.Model):
    """Grain: what one teacher wrote with her coaches is kept for a procedure, from a day to a day.
    Nobody reads more because of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = PrivateTextField()
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)

    objects = Walled()

    privacy = privacy(
        private="reason", personal="teacher placed_by placed_on lifted_on", technical="id"
    )

    class Meta:
        ordering = ["-placed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_hold_of_a_teacher",
                fields=["teacher"],
                condition=Q(lifted_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"hold of {self.teacher_id}"
