from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "convergent.records"
    label = "records"
