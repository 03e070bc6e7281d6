from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "convergent.outbox"
    label = "outbox"
