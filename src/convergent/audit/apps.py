from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "convergent.audit"
    label = "audit"
