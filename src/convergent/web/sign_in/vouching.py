"""For whom a sign-in service of the district vouches: somebody in Records, by verified e-mail."""

from __future__ import annotations

from typing import Any

from convergent.errors import BadInput
from convergent.people.models import Account
from convergent.web.sign_in.who import account_of, person_of_email


class NotVouchedForError(Exception):
    """Why the answer of a service signs nobody in; for the log, so it names nobody."""


def account_vouched_for(sociallogin: Any) -> Account:
    """The account of the person whose address the service says it has verified."""
    claims = _claims(sociallogin)
    person = person_of_email(_verified_email(claims, sociallogin.provider.app.settings))
    if person is None:
        raise NotVouchedForError("nobody here has that address")
    try:
        return account_of(person, by=person.pk)
    except BadInput:
        raise NotVouchedForError("somebody else signs in with that address") from None


def _claims(sociallogin: Any) -> dict[str, Any]:
    """OpenID Connect: the id token, or what else the service tells of the very same person.
    SAML: the attributes that its settings name."""
    said = sociallogin.account.extra_data
    if sociallogin.provider.id == "saml":
        addresses = sociallogin.email_addresses
        return {"email": addresses[0].email if addresses else "", "email_verified": _flag(said)}
    told, token = said.get("userinfo") or {}, said.get("id_token") or {}
    if told and token and told.get("sub") != token.get("sub"):
        raise NotVouchedForError("the service spoke of two people")
    return dict(token if token.get("email") else told)


def _flag(attributes: Any) -> Any:
    """SAML's own word on it, where there is one: the assertion is signed, so silence is yes."""
    values = attributes.get("email_verified") or ["true"]
    return str(values[0]).lower()


def _verified_email(claims: dict[str, Any], service: dict[str, Any]) -> str:
    email, verified = claims.get("email"), claims.get("email_verified")
    if not isinstance(email, str) or "@" not in email:
        raise NotVouchedForError("it told no address")
    domains = service["email_domains"]
    if domains and email.rsplit("@", 1)[1].lower() not in domains:
        raise NotVouchedForError("the address is not in email_domains")
    if verified is None and domains:
        return email
    if verified is not True and verified != "true":
        raise NotVouchedForError("the address is not verified")
    return email
