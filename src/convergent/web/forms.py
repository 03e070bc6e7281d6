"""How every form is drawn: one column, who sees it first, errors that say what to do."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, Widget
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates


def say_who_sees(form: BaseForm, name: str, who: str) -> None:
    """Puts the sentence that says who can see a field before it; its text is then never drafted."""
    form.fields[name].who_sees = who  # type: ignore[attr-defined]


class Field(BoundField):
    """A field that knows who will see what is typed."""

    @property
    def who_sees(self) -> str:
        return getattr(self.field, "who_sees", "")

    @property
    def who_sees_id(self) -> str:
        return f"{self.auto_id}_who_sees" if self.who_sees and self.auto_id else ""

    @property
    def is_tick(self) -> bool:
        """A single box to tick: its label stands behind it."""
        return self.widget_type == "checkbox"

    @property
    def aria_describedby(self) -> str | None:
        """Who sees it, what the widget says of itself, the hint, the error: in this order."""
        own = self.field.widget.attrs.get("aria-describedby")
        parts = [self.who_sees_id, own, super().aria_describedby]
        return " ".join(filter(None, parts)) or None

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """As Django's, and private text is marked so that no draft of it is kept."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.who_sees:
            attrs["data-private"] = True
        return attrs


class Renderer(DjangoTemplates):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field
