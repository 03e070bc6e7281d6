"""What to do about a service that cannot be read: sentences of the facts, to be translated."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SERVICE_FIXES = frozenset(
    (
        _(
            "Check client_id and the client secret; where both are right, try "
            'client_authentication = "body".'
        ),
        _(
            "Ask the vendor to grant the scopes to this client, or name in scopes those that it "
            "has and in collections what is to be fetched."
        ),
        _("Check token_url: an OAuth 2 answer with an access_token of the type Bearer is needed."),
        _("Check that token_url and url belong to one service, and that the client is active."),
        _(
            "The token goes to the declared host alone. Where this address is right, write it as "
            "url or token_url."
        ),
        _("Check url; where it is right, send this line to the vendor."),
        _("Check that url leads to a OneRoster 1.2 service; where it does, tell the vendor."),
        _("Lower page_size; where the answers really are so large, raise largest_page."),
        _("Fetch fewer collections; where the district really is so large, raise largest_fetch."),
        _("Fetch fewer collections; where the district really is so large, raise most_rows."),
        _(
            "The service repeats its first page, so rows would be missing. Raise page_size above "
            "the number of rows, or ask the vendor to mend paging."
        ),
        _("The service always gives further rows. Raise page_size, or tell the vendor."),
        _("Check url: it ends before /rostering/v1p2, often with /ims/oneroster."),
        _("Wait until the other fetch has ended."),
        _(
            "Check the host's name. Where the district has an authority of its own, name its "
            "certificates in the environment variable REQUESTS_CA_BUNDLE."
        ),
        _("Try again later: what was fetched is kept, and the next fetch goes on from there."),
    )
)
