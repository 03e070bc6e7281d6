"""Django, made ready for a verb that needs Records."""

from __future__ import annotations

import os


def ready() -> None:
    """Reads the configuration, which may raise WrongSetting, and loads the applications."""
    from convergent.configuration import read_configuration
    from convergent.records.home import prepare_home

    prepare_home(read_configuration().home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convergent.web.settings")
    import django

    django.setup()
