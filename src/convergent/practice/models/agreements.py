"""What a district and its teachers agreed about visits, and who evaluates whom."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.records.privacy import privacy


class Kind(models.TextChoices):
    """What the visitor is to the teacher. A joint visit is one that two people make, each as
    what she is."""

    LEADER = "leader", _("by a leader of the school")
    SUPERVISOR = "supervisor", _("by the principal’s supervisor")
    COACH = "coach", _("by a coach")
    PEER = "peer", _("by a colleague whom the teacher invites")
    JOINT = "joint", _("by two together")


INFORMS_NO_EVALUATION = (Kind.COACH, Kind.PEER)


class VisitAgreementQuerySet(models.QuerySet["VisitAgreement"]):
    def on(self, day: date) -> VisitAgreementQuerySet:
        """Those that hold on that day: confirmed by both sides, begun and not over."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            starts_on__lte=day,
            officer_confirmed_at__isnull=False,
            union_confirmed_at__isnull=False,
        )


class VisitAgreement(models.Model):
    """Grain: what holds for the visits to one group of employees from a day on. Without one that
    both sides confirmed, visits are off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visit_agreements")
    group = models.CharField(max_length=40, help_text="The code of the kind of role visited.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    notice = models.CharField(max_length=200, blank=True, help_text="Empty: none is asked for.")
    feedback_days = models.PositiveSmallIntegerField(
        default=1, help_text="On which school day after the visit feedback goes out; 0: at once."
    )
    photo_allowed = models.BooleanField(default=False)
    kept_years = models.PositiveSmallIntegerField(default=3)
    tells_of_coaching = models.BooleanField(
        default=False,
        help_text="Principal and coach’s supervisor learn that coaching runs, and how long.",
    )
    officer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    officer_confirmed_at = models.DateTimeField(null=True, blank=True)
    union_representative = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    union_confirmed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = VisitAgreementQuerySet.as_manager()

    privacy = privacy(
        staff=(
            "district group starts_on ends_on notice feedback_days photo_allowed kept_years "
            "tells_of_coaching "
            "officer officer_confirmed_at union_representative union_confirmed_at"
        ),
        technical="id version",
    )

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="officer_confirmed_at_a_time",
                condition=Q(officer__isnull=True, officer_confirmed_at__isnull=True)
                | Q(officer__isnull=False, officer_confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="union_confirmed_at_a_time",
                condition=Q(union_representative__isnull=True, union_confirmed_at__isnull=True)
                | Q(union_representative__isnull=False, union_confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_is_made_by_two",
                condition=Q(officer__isnull=True)
                | Q(union_representative__isnull=True)
                | ~Q(officer=F("union_representative")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} from {self.starts_on}"

    @property
    def is_confirmed(self) -> bool:
        return self.officer_id is not None and self.union_representative_id is not None


class AgreedKind(models.Model):
    """Grain: one kind of visit under one agreement. A kind that is not there is off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(VisitAgreement, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    may_inform_evaluation = models.BooleanField(default=False)

    privacy = privacy(staff="agreement kind may_inform_evaluation", technical="id")

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(name="kind_once_per_agreement", fields=["agreement", "kind"]),
            models.CheckConstraint(
                name="coaching_informs_no_evaluation",
                condition=Q(may_inform_evaluation=False) | ~Q(kind__in=["coach", "peer"]),
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def on(self, day: date) -> EvaluationQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_the_year_to(self, day: date) -> EvaluationQuerySet:
        """Also those that ended within the year: nobody steps aside for a day to be shown more."""
        since = day - timedelta(days=365)
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=since), starts_on__lte=day)


class Evaluation(models.Model):
    """Grain: one person evaluates another from a day to a day, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evaluates")
    evaluated = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evaluated_by")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    privacy = privacy(personal="evaluator evaluated starts_on ends_on", technical="id")

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="nobody_evaluates_herself", condition=~Q(evaluator=F("evaluated"))
            ),
            models.CheckConstraint(
                name="evaluation_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                name="one_evaluator_at_a_time",
                fields=["evaluated"],
                condition=Q(ends_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["evaluator", "starts_on"], name="evaluation_by"),
            models.Index(fields=["evaluated", "starts_on"], name="evaluation_of"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator_id} evaluates {self.evaluated_id}"


class Invitation(models.Model):
    """Grain: a teacher asks a colleague to visit her, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    guest = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invited_by")
    asked_on = models.DateField()
    until = models.DateField()

    privacy = privacy(personal="teacher guest asked_on until", technical="id")

    class Meta:
        ordering = ["-asked_on", "id"]
        constraints = [
            models.CheckConstraint(name="nobody_invites_herself", condition=~Q(teacher=F("guest"))),
            models.UniqueConstraint(
                name="invited_once_a_day", fields=["teacher", "guest", "asked_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher_id} invites {self.guest_id}"
