"""Claims, the pieces of evidence that speak on them, and what is to be made of both."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from convergent.evidence.vantage import Perspective, SourceType
from convergent.people.models import Person, Place
from convergent.practice.models import LookForSet
from convergent.priorities.models import Priority, TheoryLink
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

STATEMENT_FITS, WORDS_FIT, EVENT_FITS, NOTE_FITS = 160, 2_000, 80, 1_000


class ClaimQuerySet(models.QuerySet["Claim"]):
    def on(self, day: date) -> ClaimQuerySet:
        begun = self.filter(starts_on__lte=day)
        return begun.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class Claim(models.Model):
    """Grain: one statement that a place makes of itself, and of every place within."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="claims")
    code = models.CharField(max_length=40, blank=True, help_text="In the library; empty: its own.")
    statement = models.CharField(
        max_length=STATEMENT_FITS, blank=True, help_text="Empty: as the library says it."
    )
    needs = models.CharField(
        max_length=120, blank=True, help_text="Perspectives to be heard, commas between."
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    look_fors = models.ForeignKey(
        LookForSet, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    link = models.ForeignKey(
        TheoryLink, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    privacy = privacy(
        staff="place code statement needs priority look_fors link made_by starts_on ended_on",
        technical="id",
    )

    class Meta:
        ordering = ["starts_on", "code", "statement", "id"]
        constraints = [
            models.UniqueConstraint(
                name="claim_of_library_once",
                fields=["place", "code"],
                condition=~Q(code="") & Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="claim_says_something", condition=~Q(code="", statement="")
            ),
            models.CheckConstraint(
                name="claim_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.statement or self.code

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(one for one in self.needs.split(",") if one)


class EvidencePieceQuerySet(models.QuerySet["EvidencePiece"]):
    """Nothing, until `access` says which."""


class EvidencePieceManager(models.Manager["EvidencePiece"]):
    def get_queryset(self) -> EvidencePieceQuerySet:
        return EvidencePieceQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> EvidencePieceQuerySet:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return EvidencePieceQuerySet(self.model, using=self._db).filter(rule)


class EvidencePiece(models.Model):
    """Grain: what one vantage point says of one claim at one place in one school year. A rule drew
    it, or somebody added it; of what is withdrawn nothing is kept but that it was."""

    class Kind(models.TextChoices):
        DRAWN = "drawn"
        QUOTE = "quote"
        NOTE = "note"
        ARTIFACT = "artifact"

    class Says(models.TextChoices):
        FOR = "for"
        PARTLY = "partly"
        AGAINST = "against"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="pieces")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField(help_text="The year in which it ends.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    rule = models.CharField(max_length=30, blank=True, help_text="Which drew it; else empty.")
    says = models.CharField(max_length=7, choices=Says.choices, blank=True)
    source_type = models.CharField(max_length=14, choices=SourceType.choices, blank=True)
    perspective = models.CharField(max_length=14, choices=Perspective.choices, blank=True)
    origins = models.TextField(
        blank=True, help_text="What it may share with others: observer, event or data, one a line."
    )
    snapshot = models.CharField(max_length=80, blank=True, help_text="Of facts, if drawn of them.")
    told = models.JSONField(default=dict, blank=True, help_text="Numbers that its rule found.")
    words = PrivateTextField(blank=True)
    added_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = EvidencePieceManager()

    privacy = privacy(
        private="words",
        personal=(
            "claim place school_year kind says source_type perspective origins told added_by day "
            "withdrawn_on"
        ),
        technical="id rule snapshot",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="piece_drawn_once",
                fields=["place", "school_year", "claim", "rule"],
                condition=~Q(rule=""),
            ),
            models.CheckConstraint(
                name="piece_says_something_or_is_withdrawn",
                condition=Q(withdrawn_on__isnull=False, says="", source_type="", perspective="")
                | (Q(withdrawn_on__isnull=True) & ~Q(says="") & ~Q(source_type="")),
            ),
            models.CheckConstraint(
                name="piece_is_drawn_or_added",
                condition=Q(kind="drawn", added_by__isnull=True) & ~Q(rule="")
                | (~Q(kind="drawn") & Q(rule="")),
            ),
        ]
        indexes = [models.Index(fields=["place", "school_year", "claim"], name="piece_of_picture")]

    def __str__(self) -> str:
        return f"{self.source_type} {self.says} {self.claim_id}"


class ClaimVerdict(models.Model):
    """Grain: one claim at one place in one school year, as its pieces were judged last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=20)
    why = models.CharField(max_length=20)
    not_asked = models.CharField(max_length=120, blank=True, help_text="Commas between.")
    withdrawn = models.PositiveSmallIntegerField(default=0, help_text="Pieces withdrawn.")
    rules_version = models.PositiveSmallIntegerField()
    rests_on = models.CharField(max_length=64, help_text="A hash of what its pieces say.")
    snapshot = models.CharField(max_length=80, blank=True)
    changed_on = models.DateField(help_text="When what it rests on changed last.")
    since = models.DateField(help_text="When the verdict changed last.")
    before = models.CharField(max_length=20, blank=True, help_text="The verdict until then.")

    privacy = privacy(
        staff=(
            "claim place school_year verdict why not_asked withdrawn rules_version changed_on "
            "since before"
        ),
        technical="id rests_on snapshot",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="verdict_once", fields=["place", "school_year", "claim"])
        ]
        indexes = [
            models.Index(fields=["claim", "school_year", "verdict"], name="verdict_of_claim")
        ]

    def __str__(self) -> str:
        return f"{self.verdict} on {self.claim_id}"


class PictureReading(models.Model):
    """Grain: the picture of one school in one year was read by whoever leads it, up to that day.
    Until then, or for a week, what is new in it is not for whoever is above."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="picture_readings")
    school_year = models.PositiveSmallIntegerField()
    read_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    privacy = privacy(staff="place school_year read_on by", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="picture_reading_once", fields=["place", "school_year"])
        ]

    def __str__(self) -> str:
        return f"{self.place_id} until {self.read_on}"


class PictureNote(models.Model):
    """Grain: what whoever leads a place says of one claim in its picture."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="notes")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=NOTE_FITS)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()

    privacy = privacy(staff="claim place school_year text by written_on", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="picture_note_once", fields=["place", "school_year", "claim"]
            )
        ]

    def __str__(self) -> str:
        return f"note on {self.claim_id}"


class OnRecord(models.Model):
    """Grain: one person lets what her few colleagues and she say at a school be shown as theirs."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()

    privacy = privacy(personal="person place agreed_on", technical="id")

    class Meta:
        constraints = [models.UniqueConstraint(name="on_record_once", fields=["person", "place"])]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.place_id}"
