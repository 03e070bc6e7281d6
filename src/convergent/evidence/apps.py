from importlib import import_module

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "convergent.evidence"
    label = "evidence"

    def ready(self) -> None:
        """The rules that draw pieces in register, and so does what other pages offer."""
        for name in ("asked", "meetings", "results", "visits"):
            import_module(f"convergent.evidence.drawn.{name}")
        import_module("convergent.evidence.offers")
