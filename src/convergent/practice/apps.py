from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "convergent.practice"
    label = "practice"

    def ready(self) -> None:
        from convergent.practice import classroom_column  # noqa: F401 - it registers
        from convergent.practice.presenters import (  # noqa: F401 - they register
            coaching_reach,
            obstacles,
        )
