from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "convergent.learning"
    label = "learning"

    def ready(self) -> None:
        from convergent.facts.announce import on_published
        from convergent.learning import offers  # noqa: F401 - registers what a page offers
        from convergent.learning.measuring import heard

        on_published(heard)
