from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "convergent.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Each application declares its kinds of job in its module `jobs`."""
        autodiscover_modules("jobs")
