from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "convergent.web"
    label = "web"

    def ready(self) -> None:
        """An empty field is told in our words, in every form."""
        Field.default_error_messages = {
            **Field.default_error_messages,
            "required": _("Fill this in."),
        }
