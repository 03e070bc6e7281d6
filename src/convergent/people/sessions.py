"""A session ends its hours after signing in, however busy they were."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

SIGNED_IN_AT = "signed_in_at"


def listen() -> None:
    user_logged_in.connect(_remember_when)


def is_over(request: HttpRequest) -> bool:
    began = float(request.session.get(SIGNED_IN_AT, 0))
    return time.time() - began > settings.SESSION_COOKIE_AGE


def _remember_when(request: HttpRequest, **_: Any) -> None:
    request.session[SIGNED_IN_AT] = time.time()
