"""A visit to a classroom: what was seen, and what was said about it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.practice.models.agreements import Kind, VisitAgreement
from convergent.practice.models.look_fors import LookFor, LookForVersion
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

WORDS_FIT, NOTES_FIT, FEEDBACK_FITS, LONGEST = 2_000, 20_000, 5_000, 240


class JointVisit(models.Model):
    """Grain: two people who go into one classroom together. Each notes alone; each sees the
    other's side when both have kept theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    privacy = privacy(personal="teacher first second day", technical="id")

    class Meta:
        constraints = [
            models.CheckConstraint(name="joint_visit_of_two", condition=~Q(first=F("second")))
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id} on {self.day}"


class VisitQuerySet(models.QuerySet["Visit"]):
    """Nothing, until `access.visits` says which."""


class VisitManager(models.Manager["Visit"]):
    def get_queryset(self) -> VisitQuerySet:
        return VisitQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> VisitQuerySet:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return VisitQuerySet(self.model, using=self._db).filter(rule)


class Visit(models.Model):
    """Grain: one visitor in one classroom, once. Its id is made where it was written, so that
    sending it again stores nothing anew. It holds no level, no point and no judgement."""

    id = models.UUIDField(primary_key=True, editable=False)
    visitor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits_made")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits_had")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agreement = models.ForeignKey(VisitAgreement, on_delete=models.PROTECT, related_name="visits")
    look_for_version = models.ForeignKey(
        LookForVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    joint = models.ForeignKey(
        JointVisit, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    day = models.DateField()
    began_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    received_hash = PrivateTextField(help_text="Of what was sent first.")
    received_at = models.DateTimeField()

    objects = VisitManager()

    privacy = privacy(
        private="received_hash",
        personal=(
            "visitor teacher place kind agreement look_for_version joint day began_at minutes "
            "received_at"
        ),
        technical="id",
    )

    class Meta:
        ordering = ["-began_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="nobody_visits_herself", condition=~Q(visitor=F("teacher"))
            ),
            models.CheckConstraint(name="visitor_is_something", condition=~Q(kind="joint")),
            models.UniqueConstraint(name="one_side_of_a_joint_visit", fields=["joint", "visitor"]),
        ]
        indexes = [
            models.Index(fields=["visitor", "day"], name="visit_by"),
            models.Index(fields=["teacher", "day"], name="visit_of"),
            models.Index(fields=["place", "day"], name="visit_at"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk} on {self.day}"


class SeenQuerySet(models.QuerySet["Seen"]):
    """Nothing, until `access.visits.seen_in` says which."""


class SeenManager(models.Manager["Seen"]):
    def get_queryset(self) -> SeenQuerySet:
        return SeenQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> SeenQuerySet:
        """The only way in; `access` alone calls it."""
        return SeenQuerySet(self.model, using=self._db).filter(rule)


class Seen(models.Model):
    """Grain: one look-for that was seen in one visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="seen")
    look_for = models.ForeignKey(LookFor, on_delete=models.PROTECT, related_name="seen")

    objects = SeenManager()

    privacy = privacy(personal="visit look_for", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="seen_once_in_a_visit", fields=["visit", "look_for"])
        ]

    def __str__(self) -> str:
        return f"{self.look_for_id} in {self.visit_id}"


class VisitNotesQuerySet(models.QuerySet["VisitNotes"]):
    """Nothing, until `access.visits.visible_visit_notes` says which."""


class VisitNotesManager(models.Manager["VisitNotes"]):
    def get_queryset(self) -> VisitNotesQuerySet:
        return VisitNotesQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> VisitNotesQuerySet:
        """The only way in; `access` alone calls it."""
        return VisitNotesQuerySet(self.model, using=self._db).filter(rule)


class VisitNotes(models.Model):
    """Grain: what the visitor wrote in the room. The teacher reads what was made of it for her."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(
        Visit, on_delete=models.CASCADE, related_name="+", related_query_name="notes"
    )
    strength = PrivateTextField(blank=True)
    timed = PrivateTextField(blank=True, help_text="One note a line, its minute in front.")

    objects = VisitNotesManager()

    privacy = privacy(private="strength timed", personal="visit", technical="id")

    def __str__(self) -> str:
        return f"notes of {self.visit_id}"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Nothing, until `access.visits.visible_feedback` says which."""


class FeedbackManager(models.Manager["Feedback"]):
    def get_queryset(self) -> FeedbackQuerySet:
        return FeedbackQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> FeedbackQuerySet:
        """The only way in; `access` alone calls it."""
        return FeedbackQuerySet(self.model, using=self._db).filter(rule)


class Feedback(models.Model):
    """Grain: what the visitor says to the teacher after one visit; a draft until it is shared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(
        Visit, on_delete=models.CASCADE, related_name="+", related_query_name="feedback"
    )
    text = PrivateTextField(blank=True)
    next_step = PrivateTextField(blank=True)
    shares_at = models.DateTimeField(
        null=True, blank=True, help_text="From when on the teacher reads it; empty: a draft."
    )
    is_told = models.BooleanField(default=False, help_text="The teacher has been written to.")
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FeedbackManager()

    privacy = privacy(
        private="text next_step",
        personal="visit shares_at follow_up_on followed_up_on",
        technical="id is_told version",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="followed_up_what_was_shared",
                condition=Q(followed_up_on__isnull=True) | Q(shares_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["follow_up_on"], name="feedback_to_follow_up"),
            models.Index(
                fields=["shares_at"], name="feedback_to_tell_of", condition=Q(is_told=False)
            ),
        ]

    def __str__(self) -> str:
        return f"feedback on {self.visit_id}"


class AnswerQuerySet(models.QuerySet["FeedbackAnswer"]):
    """Nothing, until `access.visits.visible_answers` says which."""


class AnswerManager(models.Manager["FeedbackAnswer"]):
    def get_queryset(self) -> AnswerQuerySet:
        return AnswerQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> AnswerQuerySet:
        """The only way in; `access` alone calls it."""
        return AnswerQuerySet(self.model, using=self._db).filter(rule)


class FeedbackAnswer(models.Model):
    """Grain: one thing that the teacher or the visitor said after the feedback."""

    class Says(models.TextChoices):
        ANSWER = "answer", _("I answer")
        DISAGREE = "disagree", _("I saw it otherwise")
        HELP = "help", _("I would like help with it")
        OTHER_TIME = "other time", _("Another time would show more")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=10, choices=Says.choices, default=Says.ANSWER)
    text = PrivateTextField(blank=True)
    said_at = models.DateTimeField()

    objects = AnswerManager()

    privacy = privacy(private="text", personal="feedback by says said_at", technical="id")

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return f"answer to {self.feedback_id}"
