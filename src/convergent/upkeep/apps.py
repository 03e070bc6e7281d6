from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "convergent.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        from convergent.facts.announce import on_removed
        from convergent.upkeep.switching import let_go_of_all

        on_removed(let_go_of_all)
