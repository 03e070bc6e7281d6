"""The table behind Django's cache: how often an address was tried, which codes were used.

It is in Records because every web worker, on this machine or another, has to count together, and
because adding a row that is already there fails, which is what makes a count or a lock safe. The
file cache has neither. It holds no names: allauth keeps hashes of what was typed.
"""

from django.db import models

from convergent.records.privacy import privacy


class CacheEntry(models.Model):
    """Grain: one key. Written by django.core.cache.backends.db alone."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    privacy = privacy(technical="cache_key value expires")

    class Meta:
        db_table = "sign_in_cache"

    def __str__(self) -> str:
        return self.cache_key
