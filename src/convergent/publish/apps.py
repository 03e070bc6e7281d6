from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "convergent.publish"
    label = "publish"

    def ready(self) -> None:
        from convergent.publish import offers  # noqa: F401 - it registers
