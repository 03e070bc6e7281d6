"""Records behind the wall: asked without a rule, there is nothing."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

Record = TypeVar("Record", bound=models.Model)


class Walled(models.Manager[Record]):
    """Gives nothing, until `access` says which."""

    def get_queryset(self) -> QuerySet[Record]:
        return super().get_queryset().none()

    def readable_by_rule(self, rule: Q | Any) -> QuerySet[Record]:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return super().get_queryset().filter(rule)
