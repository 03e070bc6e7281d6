"""Days and moments as whoever reads the page is used to."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.template import RequestContext
from django.utils import timezone

from convergent.people.days import day_text, moment_text

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context: RequestContext, value: date | datetime) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return day_text(value, context["request"].viewer)


@register.simple_tag(takes_context=True)
def moment(context: RequestContext, value: datetime) -> str:
    return moment_text(value, context["request"].viewer)
