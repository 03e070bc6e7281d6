"""How a team meets: its rhythm, each meeting with its agenda, and what was decided there."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from convergent.people.models import Person, Place
from convergent.priorities.models.priorities import Priority
from convergent.records.privacy import privacy

PURPOSE_FITS, NORMS_FIT = 300, 2_000
QUESTION_FITS, ITEM_FITS, DECISION_FITS = 300, 300, 2_000


class MeetingRhythm(models.Model):
    """Grain: one recurring meeting of a team, by the clock on its wall. A team has one at a time;
    those before stay as they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="rhythms")
    purpose = models.CharField(max_length=PURPOSE_FITS)
    norms = models.TextField(blank=True)
    first_on = models.DateField(help_text="Its first day; the weekday follows from it.")
    every_weeks = models.PositiveSmallIntegerField(default=1)
    starts_at = models.TimeField(help_text="By the clock of the district, summer and winter.")
    minutes = models.PositiveSmallIntegerField(default=45)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        personal="team purpose norms first_on every_weeks starts_at minutes ended_on",
        technical="id version",
    )

    class Meta:
        ordering = ["-first_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_rhythm_of_a_team", fields=["team"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="rhythm_comes_every_few_weeks",
                condition=Q(every_weeks__gte=1) & Q(every_weeks__lte=8),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} from {self.first_on}"


class Meeting(models.Model):
    """Grain: one meeting of one team, prepared or held. `day` is the day of the rhythm that it
    stands for, also where it was moved; empty for one outside the rhythm."""

    class State(models.TextChoices):
        PREPARED = "prepared"
        CLOSED = "closed"  # nothing in it changes any more
        CALLED_OFF = "called off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="meetings")
    rhythm = models.ForeignKey(
        MeetingRhythm, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    day = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    protocol = models.CharField(max_length=30, blank=True, help_text="Its code in the library.")
    question = models.CharField(max_length=QUESTION_FITS, blank=True)
    snapshot = models.CharField(
        max_length=100, blank=True, help_text="Which facts served when its agenda was built."
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes_sent_on = models.DateField(
        null=True, blank=True, help_text="Empty: they stand on its page alone."
    )
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        personal="team rhythm day starts_at minutes state protocol question closed_at "
        "minutes_sent_on",
        technical="id snapshot version",
    )

    class Meta:
        ordering = ["-starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_once_per_day_of_its_rhythm", fields=["rhythm", "day"]
            ),
            models.CheckConstraint(
                name="closed_meeting_has_its_time",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_at"], name="meeting_of_team")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.starts_at}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PREPARED


class Seat(models.Model):
    """Grain: one person at one meeting, with a part in it, if any."""

    class Part(models.TextChoices):
        NONE = ""
        FACILITATES = "facilitates"
        WRITES = "writes"
        KEEPS_TIME = "keeps time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    part = models.CharField(max_length=11, choices=Part.choices, blank=True)
    was_there = models.BooleanField(null=True, help_text="Empty: the meeting is not closed.")

    privacy = privacy(personal="meeting person part was_there", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_seat_of_a_person", fields=["meeting", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.part}".strip()


class MeetingItem(models.Model):
    """Grain: one thing on the agenda of one meeting. Open commitments are not among them: they
    stand on top of every agenda by themselves."""

    class Kind(models.TextChoices):
        PRIORITY = "priority"
        EVIDENCE = "evidence"
        OWN = "own"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(
        max_length=ITEM_FITS, help_text="Of evidence: what it said when it was put here."
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(
        max_length=200, blank=True, help_text="Of evidence: where it comes from, in words."
    )
    address = models.CharField(
        max_length=300, blank=True, help_text="Of evidence: the page that shows it."
    )
    minutes = models.PositiveSmallIntegerField(default=10)
    position = models.PositiveSmallIntegerField()

    privacy = privacy(
        personal="meeting kind title priority source address minutes position", technical="id"
    )

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["meeting", "position"], name="item_of_meeting")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """Grain: one decision of one meeting, with the evidence that it rests on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField()
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    rests_on = models.ManyToManyField(MeetingItem, related_name="decisions", blank=True)
    look_again_on = models.DateField(
        null=True, blank=True, help_text="When the team looks whether it helped."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    privacy = privacy(
        personal="meeting text priority rests_on look_again_on by made_at", technical="id"
    )

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["priority", "made_at"], name="decision_for_priority")]

    def __str__(self) -> str:
        return self.text[:80]


Decision.rests_on.through.privacy = privacy(  # type: ignore[attr-defined]
    personal="decision meetingitem", technical="id"
)
