"""Districts, networks, schools, central-office units and teams: one tree of places."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from convergent.records.privacy import privacy

if TYPE_CHECKING:
    from uuid import UUID


class PlaceKind(models.TextChoices):
    DISTRICT = "district"
    NETWORK = "network"
    SCHOOL = "school"
    UNIT = "unit"
    TEAM = "team"


class Place(models.Model):
    """Grain: one place. `path` holds the ids from the district down, so a subtree is a prefix."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=PlaceKind.choices)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, help_text="Folded for search.")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    district = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    path = models.CharField(max_length=200, db_index=True)
    sourced_id = models.CharField(max_length=100, blank=True, help_text="Its id in the exports.")
    level = models.CharField(max_length=20, blank=True, help_text="Of a school: a level's code.")
    grades = models.CharField(max_length=100, blank=True, help_text="Grade codes, commas between.")
    closed_on = models.DateField(null=True, blank=True)

    privacy = privacy(
        public="kind name level grades parent district closed_on",
        technical="id name_key path sourced_id",
    )

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="place_has_parent_unless_district",
                condition=Q(kind="district", parent__isnull=True, district__isnull=True)
                | (~Q(kind="district") & Q(parent__isnull=False, district__isnull=False)),
            ),
            models.UniqueConstraint(
                name="place_once_per_export_id",
                fields=["district", "sourced_id"],
                condition=~Q(sourced_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def district_pk(self) -> UUID:
        return self.district_id or self.pk


class DistrictSettings(models.Model):
    """What a district decides about its own installation."""

    district = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="own_settings")
    time_zone = models.CharField(max_length=60)
    year_starts_month = models.PositiveSmallIntegerField(default=8)
    year_starts_day = models.PositiveSmallIntegerField(default=1)

    privacy = privacy(public="district time_zone year_starts_month year_starts_day", technical="id")

    def __str__(self) -> str:
        return f"settings of {self.district}"


class Wording(models.Model):
    """A district's own word for a role, a school level or a term; absent: ours."""

    class Of(models.TextChoices):
        ROLE = "role"
        LEVEL = "level"
        TERM = "term"

    district = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="wordings")
    of = models.CharField(max_length=5, choices=Of.choices)
    code = models.CharField(max_length=40)
    singular = models.CharField(max_length=60)
    plural = models.CharField(max_length=60, blank=True)

    privacy = privacy(public="district of code singular plural", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="wording_once_per_code", fields=["district", "of", "code"])
        ]

    def __str__(self) -> str:
        return self.singular


class SchoolYear(models.Model):
    """Grain: one school year of a district, both days included."""

    district = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="school_years")
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    privacy = privacy(public="district name starts_on ends_on", technical="id")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(name="school_year_once", fields=["district", "name"]),
            models.CheckConstraint(
                name="school_year_starts_before_it_ends",
                condition=Q(starts_on__lt=models.F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
