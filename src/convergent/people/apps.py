from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "convergent.people"
    label = "people"

    def ready(self) -> None:
        from convergent.people import agenda, following  # noqa: F401: they register

        following.listen()
