"""How every form is drawn: one column, who sees it first, errors that say what to do."""

from __future__ import annotations

from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates


class Field(BoundField):
    """A field that knows who will see what is typed: set `field.who_sees` to that sentence."""

    @property
    def who_sees(self):
        return getattr(self.field, "who_sees", "")

    @property
    def who_sees_id(self):
        return f"{self.auto_id}_who_sees" if self.who_sees and self.auto_id else ""

    @property
    def is_tick(self):
        """A single box to tick: its label stands behind it."""
        return self.widget_type == "checkbox"

    @property
    def aria_describedby(self):
        """Who sees it, what the widget says of itself, the hint, the error: in this order."""
        own = self.field.widget.attrs.get("aria-describedby")
        parts = [self.who_sees_id, own, super().aria_describedby]
        return " ".join(filter(None, parts)) or None

    def build_widget_attrs(self, attrs, widget=None):
        """As Django's, and private text is marked so that no draft of it is kept."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.who_sees:
            attrs["data-private"] = True
        return attrs


class Renderer(DjangoTemplates):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field
