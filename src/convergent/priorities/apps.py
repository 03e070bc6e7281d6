from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    name = "convergent.priorities"
    label = "priorities"

    def ready(self) -> None:
        from convergent.priorities import (  # noqa: F401 - they register
            learning_column,
            offers,
            practice_column,
            practice_figure,
        )
        from convergent.priorities.queries import results  # noqa: F401 - it too
