from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "convergent.trust"
    label = "trust"
