from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "convergent.people"
    label = "people"

    def ready(self) -> None:
        """Each application puts its items on Today from its module `agenda`."""
        from convergent.people import sessions

        autodiscover_modules("agenda")
        sessions.listen()
