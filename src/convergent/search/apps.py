from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "convergent.search"
    label = "search"

    def ready(self) -> None:
        """Each application says in its module `findable` what can be found."""
        from django.utils.module_loading import autodiscover_modules

        from convergent.search import directory, listening  # noqa: F401 - the first registers

        autodiscover_modules("findable")
        listening.listen()
