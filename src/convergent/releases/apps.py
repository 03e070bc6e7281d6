from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "convergent.releases"
    label = "releases"
