"""Tags for the few parts of a page that an include cannot draw by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

register = template.Library()

MARKS = {
    "filled": _("stands"),
    "half": _("partly"),
    "diamond": _("contradicts"),
    "ring": _("should be asked"),
    "dash": _("no source"),
}
UNDO = "undo:"
Axis = Mapping[str, float]


@register.simple_tag
def icon(name: str, css_class: str = "icon") -> str:
    """One drawing from the sprite. It says nothing aloud: words stand beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("components/mark.html")
def mark(
    state: str, label: str = "", *, attention: bool = False, silent: bool = False
) -> dict[str, Any]:
    """One of the five marks with its meaning; `silent` where words stand beside it."""
    return {
        "state": state,
        "label": label or MARKS[state],
        "attention": attention,
        "silent": silent,
    }


def _share(value: float, axis: Axis) -> float:
    return min(max((value - axis["low"]) / (axis["high"] - axis["low"]), 0), 1)


@register.filter
def along(value: float, axis: Axis) -> str:
    """Where a value lies on an axis (`low`, `high`), as a percentage of its length."""
    return f"{100 * _share(value, axis):.2f}%"


@register.simple_tag
def width_along(low: float, high: float, axis: Axis) -> str:
    """How much of an axis lies between two values, as a percentage of its length."""
    return f"{100 * (_share(high, axis) - _share(low, axis)):.2f}%"


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes a message's deed back (`extra_tags="undo:<address>"`), or nothing."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")


@register.filter
def initials(name: object) -> str:
    """The first letters of a name's first and last word."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
