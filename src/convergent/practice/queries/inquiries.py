"""What a team inquires into, and what it can look at: what everybody who is there may see."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.db.models import F, QuerySet
from django.urls import Resolver404, resolve, reverse

from convergent.people.access.directory import visible_places
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.access.inquiries import visible_inquiries
from convergent.practice.models import Inquiry, InquiryEvidence
from convergent.priorities.queries.news import News, Since, news_since
from convergent.priorities.queries.results import result_of


def inquiries_of(viewer: Viewer) -> QuerySet[Inquiry]:
    """What is not rechecked first, the one to be rechecked next before others."""
    found = visible_inquiries(viewer).select_related("team__parent")
    return found.order_by(
        F("rechecked_on").desc(nulls_first=True), F("recheck_on").asc(nulls_first=True), "begun_on"
    )


def running_inquiries(viewer: Viewer, team: Place) -> QuerySet[Inquiry]:
    return visible_inquiries(viewer).filter(team=team, rechecked_on=None).order_by("begun_on")


def to_look_at(viewer: Viewer, team: Place) -> list[News]:
    """What agendas of the team would bring it, whenever it met last; its inquiries are none."""
    brought = news_since(Since(viewer, team, moment=None, snapshot=""))
    own = reverse("inquiries")
    return [one for one in brought if not one.address.startswith(own)]


def said_now(viewer: Viewer, evidence: InquiryEvidence) -> str:
    """What a page of results says now to everybody; nothing of other evidence."""
    parts = urlsplit(evidence.address)
    try:
        page = resolve(parts.path)
    except Resolver404:
        return ""
    if page.url_name != "evidence_place":
        return ""
    place = visible_places(viewer).select_related("parent").filter(pk=page.kwargs["pk"]).first()
    asked = parse_qs(parts.query).get("subject", [""])[0]
    news = result_of(viewer, place, asked=asked) if place else None
    return news.sentence if news else ""
