from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "convergent.practice"
    label = "practice"

    def ready(self) -> None:
        from convergent.practice import (  # noqa: F401 - they register
            classroom_column,
            classroom_figure,
            offers,
        )
        from convergent.practice.presenters import (  # noqa: F401 - they register
            coaching_reach,
            obstacles,
        )
