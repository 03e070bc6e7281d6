"""What visitors look for: a short set for a priority, with its versions."""

from __future__ import annotations

import uuid

from django.db import models

from convergent.people.models import Person
from convergent.priorities.models import Priority
from convergent.records.privacy import privacy

LOOK_FOR_FITS, SET_NAME_FITS, MOST_LOOK_FORS = 120, 80, 8


class LookForSet(models.Model):
    """Grain: one set of look-fors for one priority. There are no levels in it and no points."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="look_fors")
    name = models.CharField(max_length=SET_NAME_FITS)
    ended_on = models.DateField(null=True, blank=True)

    privacy = privacy(staff="priority name ended_on", technical="id")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class LookForVersion(models.Model):
    """Grain: a set as it was worded from a moment on. The newest is used; visits keep theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    set = models.ForeignKey(LookForSet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    privacy = privacy(staff="set number written_by written_at", technical="id")

    class Meta:
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(name="look_for_version_once", fields=["set", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.set_id} version {self.number}"


class LookFor(models.Model):
    """Grain: one thing that can be seen in a classroom, in one version of a set."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(LookForVersion, on_delete=models.PROTECT, related_name="look_fors")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LOOK_FOR_FITS)

    privacy = privacy(staff="version position text", technical="id")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="look_for_position_once", fields=["version", "position"])
        ]

    def __str__(self) -> str:
        return self.text
