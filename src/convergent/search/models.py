"""The index. It holds nothing that is shown: what is found is read where it is kept."""

from __future__ import annotations

from django.db import models

from convergent.records.privacy import privacy


class Entry(models.Model):
    """Grain: one record that can be found. Each database keeps its own index over `words`."""

    kind = models.CharField(max_length=20)
    key = models.UUIDField()
    day = models.DateField(null=True, help_text="What is newer stands first; empty: by its name.")
    name = models.CharField(max_length=400, help_text="Its title in the form of words.")
    words = models.TextField(help_text="Each of its words once, with a blank between.")

    privacy = privacy(personal="day name words", technical="id kind key")

    class Meta:
        constraints = [models.UniqueConstraint(name="entry_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Built(models.Model):
    """One row: by which rules the whole index was built last."""

    rules = models.CharField(max_length=300)

    privacy = privacy(technical="id rules")

    def __str__(self) -> str:
        return self.rules
