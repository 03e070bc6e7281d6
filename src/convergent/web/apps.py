from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "convergent.web"
    label = "web"
