from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "convergent.learning"
    label = "learning"

    def ready(self) -> None:
        from convergent.facts.announce import on_published, on_removed
        from convergent.learning import offers  # noqa: F401 - registers what a page offers
        from convergent.learning.measuring import heard, heard_of_removal

        on_published(heard)
        on_removed(heard_of_removal)
