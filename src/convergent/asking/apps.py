from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AskingConfig(AppConfig):
    name = "convergent.asking"
    label = "asking"

    def ready(self) -> None:
        """Each application says in its module `happenings` after what people are asked."""
        autodiscover_modules("happenings")
