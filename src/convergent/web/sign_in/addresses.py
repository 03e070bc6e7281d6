"""Where a page may lead on to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_own(request: HttpRequest, address: str | None) -> bool:
    """A path on this very host. Every other address could be somebody else's."""
    return (
        bool(address)
        and str(address).startswith("/")
        and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    )
