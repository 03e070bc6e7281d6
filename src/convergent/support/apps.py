from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "convergent.support"
    label = "support"

    def ready(self) -> None:
        from convergent.support import support_column  # noqa: F401 - it registers
