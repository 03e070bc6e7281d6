"""What a phone asks before it puts Convergent on its home screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.access.routes import OpensTo, opens_to

PAPER, ACCENT = "#faf8f3", "#0e4b57"


@opens_to(OpensTo.ANYONE)
def manifest(request: HttpRequest) -> HttpResponse:
    """Installed, it opens with visits: these work without a network."""
    told = {
        "id": "/",
        "name": "Convergent",
        "short_name": "Convergent",
        "description": _("Visits to classrooms, also without a network"),
        "lang": request.LANGUAGE_CODE,
        "start_url": reverse("visits"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            *(_icon(size, "any") for size in (192, 512)),
            _icon(512, "maskable", "icon-maskable-512.png"),
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _icon(size: int, purpose: str, file: str = "") -> dict[str, str]:
    return {
        "src": static(f"img/{file or f'icon-{size}.png'}"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
