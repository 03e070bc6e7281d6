from django.apps import AppConfig


class LoadsConfig(AppConfig):
    name = "convergent.loads"
    label = "loads"

    def ready(self) -> None:
        from convergent.facts.announce import on_published
        from convergent.loads.actions.following import heard

        on_published(heard)
