"""The word to somebody that there is something new: what it is stands on the page alone."""

from __future__ import annotations

from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convergent.outbox.actions import post
from convergent.people.models import Account, Person
from convergent.practice.access.visits import to_tell_of
from convergent.practice.actions.asking import ask_after_visit
from convergent.practice.models import Feedback

AT_A_TIME = 100


@transaction.atomic
def tell_of_feedback() -> int:
    """How many teachers were written to: each once for each feedback that she can read."""
    waiting = to_tell_of().select_for_update(of=("self",)).defer("text", "next_step")
    found = list(
        waiting.select_related("visit__teacher", "visit__place").order_by("shares_at", "pk")[
            :AT_A_TIME
        ]
    )
    for feedback in found:
        _tell(feedback)
        feedback.is_told = True
        feedback.save(update_fields=["is_told"])
    return len(found)


def _tell(feedback: Feedback) -> None:
    write_of_something_new(feedback.visit.teacher, of=feedback.pk)
    ask_after_visit(feedback.visit)


def write_of_something_new(person: Person, *, of: UUID) -> None:
    """Once for each record, in the language that the person chose. It leads to Today: not even its
    address says what it is of.
    """
    if not person.email:
        return
    account = Account.objects.filter(person=person).first()
    with translation.override((account and account.language) or settings.LANGUAGE_CODE):
        subject = _("There is something new for you in Convergent")
        told = {"person": person, "address": _address(reverse("today"))}
        body = render_to_string("practice/mail/something_new.txt", told)
    post(key=f"something new {of}", to=person.email, subject=subject, body=body, about=person.pk)


def _address(page: str) -> str:
    configuration = settings.CONFIGURATION
    base = configuration.public_url or f"http://localhost:{configuration.port}"
    return urljoin(str(base), page)
