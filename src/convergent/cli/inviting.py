"""`convergent invite`: how the first person of a district comes to sign in."""

from __future__ import annotations

from convergent.cli.serving import prepare
from convergent.errors import BadInput


def link_for(email: str) -> str:
    """The address of an invitation; raises BadInput for somebody unknown or signed in already."""
    prepare()
    from convergent.people.viewer import viewer_today
    from convergent.web.sign_in.invitations import address_of_invitation
    from convergent.web.sign_in.who import person_of_email

    person = person_of_email(email)
    if person is None or viewer_today(person) is None:
        raise BadInput(
            f"Nobody with a role today has the address {email}, or several have it.",
            "Load the staff records first, or correct the address there.",
        )
    return address_of_invitation(person)
