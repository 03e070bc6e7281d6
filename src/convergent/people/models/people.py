"""People, the roles at a place, and the terms for which people hold them."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from convergent.people.models.places import Place, PlaceKind
from convergent.people.role_kinds import KINDS, TEAM_MEMBER, RoleKind
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

if TYPE_CHECKING:
    from uuid import UUID


class Source(models.TextChoices):
    LOADED = "loaded"  # follows the district's exports
    BY_HAND = "by hand"  # somebody wrote it here; a load never overwrites it


class Person(models.Model):
    """Somebody who works in, or with, the district. Students are never here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="people")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100, blank=True)
    preferred_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    given_key = models.CharField(max_length=100, db_index=True)
    family_key = models.CharField(max_length=100, db_index=True)
    email_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: it is the one that she came with."
    )
    sourced_id = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.BY_HAND)
    enabled = models.BooleanField(
        default=True, help_text="Whether the exports, or somebody by hand, say that she works here."
    )

    privacy = privacy(
        staff="district given_name family_name preferred_name email source enabled",
        technical="id given_key family_key sourced_id email_changed_at",
    )

    class Meta:
        ordering = ["family_key", "given_key", "id"]
        constraints = [
            models.UniqueConstraint(
                name="person_once_per_export_id",
                fields=["district", "sourced_id"],
                condition=~Q(sourced_id=""),
            )
        ]
        indexes = [models.Index(fields=["family_key", "given_key"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        return self.preferred_name or self.given_name

    @property
    def name(self) -> str:
        return f"{self.called} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return (self.called[:1] + self.family_name[:1]).upper()


class Role(models.Model):
    """A role at a place, whoever holds it: what is remembered here outlives its holders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=40)
    title = models.CharField(
        max_length=100,
        blank=True,
        help_text="What it is called here, such as “literacy coach”; empty: as its kind.",
    )
    fte = models.DecimalField(
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Full-time posts established; empty: not stated.",
    )
    closed_on = models.DateField(null=True, blank=True)

    privacy = privacy(public="place kind title fte closed_on", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="role_once_per_place", fields=["place", "kind", "title"]),
            models.CheckConstraint(
                name="role_fte_not_negative", condition=Q(fte__isnull=True) | Q(fte__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}".strip()

    @property
    def kind_of_role(self) -> RoleKind:
        return KINDS[self.kind]


class RoleTermQuerySet(models.QuerySet["RoleTerm"]):
    def on(self, day: date) -> RoleTermQuerySet:
        """Terms that run on that day; both their first and last day count."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def not_continued(self) -> RoleTermQuerySet:
        """Terms after which the same person does not go on in the same role."""
        later = RoleTerm.objects.filter(
            person=OuterRef("person"), role=OuterRef("role"), starts_on__gt=OuterRef("starts_on")
        )
        return self.filter(~Exists(later))


class RoleTerm(models.Model):
    """Grain: one person in one role from a day to a day, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)
    share = models.DecimalField(
        max_digits=4, decimal_places=2, default=Decimal(1), help_text="Share of a full-time post."
    )
    sourced_id = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.BY_HAND)
    version = models.PositiveIntegerField(default=1)

    objects = RoleTermQuerySet.as_manager()

    privacy = privacy(
        staff="role person starts_on ends_on acting share source", technical="id sourced_id version"
    )

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="term_share_within_bounds", condition=Q(share__gt=0) & Q(share__lte=2)
            ),
            models.UniqueConstraint(
                name="term_once_per_start", fields=["role", "person", "starts_on"]
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="term_of_person"),
            models.Index(fields=["role", "starts_on"], name="term_of_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role_id} from {self.starts_on}"

    @property
    def weight(self) -> tuple[bool, int, Decimal, str]:
        """Sorts the roles of one person, the main one first: not on a team if it can be, then by
        kind of role, then by share."""
        place = self.role.place
        on_team = place.kind == PlaceKind.TEAM
        return on_team, self.role.kind_of_role.order, -self.share, place.name_key

    @property
    def is_on_team(self) -> bool:
        """A seat on a team, beside one's own role."""
        return self.role.kind == TEAM_MEMBER

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def on(self, day: date) -> ResponsibilityQuerySet:
        """What is led on that day, and under `is_held` whether somebody leads it: whoever took it
        up and holds that role still, in the same term or in one that followed."""
        holding = RoleTerm.objects.on(day).filter(
            person=OuterRef("term__person"), role=OuterRef("term__role")
        )
        running = self.filter(starts_on__lte=day)
        return running.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).annotate(
            is_held=Exists(holding)
        )

    def led_by_nobody(self, day: date) -> ResponsibilityQuerySet:
        return self.on(day).filter(is_held=False)  # type: ignore[misc]


class Responsibility(models.Model):
    """Who leads what: something a role decides at a place (P16), from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="responsibilities")
    title = models.CharField(max_length=120)
    decides = models.CharField(max_length=300, blank=True)
    term = models.ForeignKey(
        RoleTerm,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
        help_text="Who leads it now, and in which role; empty: nobody.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResponsibilityQuerySet.as_manager()

    privacy = privacy(staff="place title decides term starts_on ends_on", technical="id version")

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Nothing, until `access.handovers.visible_handovers` says which."""


class HandoverManager(models.Manager["Handover"]):
    def get_queryset(self) -> HandoverQuerySet:
        return HandoverQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> HandoverQuerySet:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return HandoverQuerySet(self.model, using=self._db).filter(rule)


class Handover(models.Model):
    """What a holder of a role leaves to whoever holds it next: the role's memory, not hers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="handovers")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    text = PrivateTextField()
    written_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: a draft that its author alone can read."
    )
    version = models.PositiveIntegerField(default=1)

    objects = HandoverManager()

    privacy = privacy(
        private="text", personal="role author written_at handed_over_at", technical="id version"
    )

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_draft_per_author",
                fields=["role", "author"],
                condition=Q(handed_over_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"handover of {self.role_id}"

    if TYPE_CHECKING:
        role_id: UUID
        author_id: UUID
