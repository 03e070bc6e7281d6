"""The audit rows. The database itself refuses to change or delete one."""

from __future__ import annotations

from django.db import models

from convergent.records.privacy import privacy


class Kind(models.TextChoices):
    CHANGE = "change"
    READING = "reading"
    SIGN_IN = "sign-in"


class AuditRow(models.Model):
    """Grain: one change, or one reading of a private record. People are known by id alone."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    action = models.CharField(max_length=60)
    by = models.UUIDField(null=True, help_text="The person; empty: the installation itself.")
    about = models.UUIDField(null=True, help_text="The person whose record it is.")
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    why = models.CharField(max_length=200, blank=True, help_text="The reason that allowed it.")
    detail = models.JSONField(default=dict, help_text="Values before and after; no private text.")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    privacy = privacy(
        personal="at kind action by about thing thing_id why detail",
        technical="number previous hash",
    )

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["about", "-number"], name="audit_about"),
            models.Index(fields=["thing", "thing_id", "-number"], name="audit_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.thing}"


class ChainHead(models.Model):
    """One row, locked while a row is appended, so that the chain has no two ends."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    privacy = privacy(technical="id number hash")

    def __str__(self) -> str:
        return f"{self.number}"
