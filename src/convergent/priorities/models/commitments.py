"""What somebody has promised a team to do, by when: until it is done it stays in sight."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from convergent.people.models import Person, Place, Role, RoleTerm
from convergent.people.role_kinds import KINDS
from convergent.priorities.models.meetings import Decision, Meeting
from convergent.priorities.models.priorities import Priority
from convergent.records.privacy import privacy

WHAT_FITS, WHY_FITS = 300, 500
HELD_BY_MANY = tuple(kind.code for kind in KINDS.values() if kind.by_many)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def still_open(self) -> CommitmentQuerySet:
        return self.filter(state=Commitment.State.OPEN)

    def with_keeper(self, day: date) -> CommitmentQuerySet:
        """Under `is_kept`, whether whoever promised it holds that role still; under
        `is_inherited`, whether somebody else does, in a role that passes from one to the next."""
        running = RoleTerm.objects.on(day).filter(role=OuterRef("role"))
        return self.annotate(
            is_kept=Exists(running.filter(person=OuterRef("person"))),
            is_inherited=Exists(running.exclude(role__kind__in=HELD_BY_MANY)),
        )

    def kept_by_nobody(self, day: date) -> CommitmentQuerySet:
        found = self.with_keeper(day)
        return found.filter(is_kept=False, is_inherited=False)  # type: ignore[misc]


class Commitment(models.Model):
    """Grain: one thing that one person promised, in a role. When the person leaves the role, it
    is the successor's; from a role that many hold, it is nobody's until somebody takes it up."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        LET_GO = "let go"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="commitments")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    what = models.CharField(max_length=WHAT_FITS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="commitments")
    made_on = models.DateField()
    first_due_on = models.DateField(help_text="By when it was promised at first.")
    due_on = models.DateField()
    times_carried = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    ended_on = models.DateField(null=True, blank=True, help_text="Done, or let go, on that day.")
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=WHY_FITS, blank=True, help_text="Why it was let go.")
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    privacy = privacy(
        personal=(
            "team meeting decision priority what person role made_on first_due_on due_on "
            "times_carried state ended_on ended_by why"
        ),
        technical="id version",
    )

    class Meta:
        ordering = ["due_on", "what", "id"]
        constraints = [
            models.CheckConstraint(
                name="commitment_not_due_before_first_due",
                condition=Q(due_on__gte=F("first_due_on")),
            ),
            models.CheckConstraint(
                name="ended_commitment_has_its_day",
                condition=Q(state="open", ended_on__isnull=True)
                | (~Q(state="open") & Q(ended_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state", "due_on"], name="commitment_of_team"),
            models.Index(fields=["person", "state", "due_on"], name="commitment_of_person"),
            models.Index(fields=["role", "state", "due_on"], name="commitment_of_role"),
            models.Index(  # holds all that a chain counts
                fields=["priority", "first_due_on", "state", "team", "person"],
                name="commitment_for_priority",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
