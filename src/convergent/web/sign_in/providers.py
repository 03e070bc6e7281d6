"""The district's own sign-in services (OpenID Connect, SAML), from `[[oidc]]` and `[[saml]]`.

What is wrong in those tables is said in one sentence before the application starts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

from convergent.configuration import Configuration
from convergent.errors import WrongSetting

Table = Mapping[str, Any]
SHARED = {"id": str, "name": str, "second_factor": bool, "email_domains": list}
OIDC = {**SHARED, "server_url": str, "client_id": str, "secret_file": str, "userinfo": bool}
SAML = {
    **SHARED,
    "metadata_url": str,
    "entity_id": str,
    "sso_url": str,
    "certificate_file": str,
    "email_attribute": str,
}
KINDS = {str: "a text", bool: "true or false", list: "a list of texts"}


def providers_of(configuration: Configuration) -> dict[str, dict[str, Any]]:
    """allauth's SOCIALACCOUNT_PROVIDERS; raises WrongSetting for what cannot be used."""
    _refuse_repeated([*configuration.oidc, *configuration.saml])
    oidc = [_oidc(table, configuration.home) for table in configuration.oidc]
    saml = [_saml(table, configuration.home) for table in configuration.saml]
    return {
        "openid_connect": {"APPS": oidc, "OAUTH_PKCE_ENABLED": True},
        "saml": {"APPS": saml},
    }


def apps_in(providers: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Every service with its kind (openid_connect or saml), in the order of the file."""
    return [(kind, app) for kind, one in providers.items() for app in one.get("APPS", ())]


def _oidc(table: Table, home: Path) -> dict[str, Any]:
    where = _name_of("oidc", table)
    _check(where, table, OIDC, needed=("id", "name", "server_url", "client_id", "secret_file"))
    return {
        "provider_id": table["id"],
        "name": table["name"],
        "client_id": table["client_id"],
        "secret": _file(where, "secret_file", home / table["secret_file"]),
        "settings": {
            "server_url": _address(where, "server_url", table),
            "fetch_userinfo": table.get("userinfo", True),
            "uid_field": "sub",
            **_shared(table),
        },
    }


def _saml(table: Table, home: Path) -> dict[str, Any]:
    where = _name_of("saml", table)
    by_hand = () if "metadata_url" in table else ("entity_id", "sso_url", "certificate_file")
    _check(where, table, SAML, needed=("id", "name", *by_hand))
    return {
        "provider_id": table["id"],
        "client_id": table["id"],
        "name": table["name"],
        "settings": {
            "idp": _idp(where, table, home),
            "attribute_mapping": {"email": _email_attributes(table)},
            "advanced": {
                "want_assertion_signed": True,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": True,  # a district may call it http://convergent
            },
            **_shared(table),
        },
    }


def _idp(where: str, table: Table, home: Path) -> dict[str, Any]:
    if "metadata_url" in table:
        return {
            "metadata_url": _address(where, "metadata_url", table),
            "entity_id": table.get("entity_id"),
        }
    return {
        "entity_id": table["entity_id"],
        "sso_url": _address(where, "sso_url", table),
        "x509cert": _certificate(where, home / table["certificate_file"]),
    }


EMAIL_ATTRIBUTES = (
    "email",
    "mail",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)


def _email_attributes(table: Table) -> list[str]:
    return [table["email_attribute"]] if "email_attribute" in table else list(EMAIL_ATTRIBUTES)


def _shared(table: Table) -> dict[str, Any]:
    return {
        "second_factor": table.get("second_factor", False),
        "email_domains": [str(domain).lower() for domain in table.get("email_domains", ())],
    }


def _name_of(kind: str, table: Table) -> str:
    return f"[[{kind}]] {table.get('id', '(without an id)')}"


def _refuse_repeated(tables: Iterable[Table]) -> None:
    ids = [table.get("id") for table in tables]
    for one in ids:
        if one is not None and ids.count(one) > 1:
            raise WrongSetting(f"Two sign-in services have the id “{one}”.", "Give each its own.")


def _check(where: str, table: Table, known: Mapping[str, type], *, needed: Iterable[str]) -> None:
    for name, value in table.items():
        if name not in known:
            raise WrongSetting(
                f"{where}: “{name}” is not a setting of a sign-in service.",
                f"It has: {', '.join(known)}.",
            )
        if not isinstance(value, known[name]):
            raise WrongSetting(f"{where}: {name} is not right.", f"Write {KINDS[known[name]]}.")
    for name in needed:
        if not table.get(name):
            raise WrongSetting(f"{where}: {name} is missing.", "Add it in convergent.toml.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", table["id"]):
        raise WrongSetting(
            f"{where}: the id is part of an address.", "Write small letters, digits and hyphens."
        )


def _address(where: str, name: str, table: Table) -> str:
    """An https address. http is for a service on this machine alone: it shows all it carries."""
    parts = urlsplit(table[name])
    if parts.scheme == "https" and parts.hostname:
        return str(table[name])
    if parts.scheme == "http" and _is_this_machine(parts.hostname or ""):
        return str(table[name])
    raise WrongSetting(f"{where}: {name} is “{table[name]}”.", "Write an https:// address.")


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _file(where: str, name: str, path: Path) -> str:
    try:
        content = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(
            f"{where}: {name} cannot be read: {path}.",
            "Put the file there, readable by this account.",
        ) from None
    if not content:
        raise WrongSetting(f"{where}: {name} is empty: {path}.", "Put its content there.")
    return content


def _certificate(where: str, path: Path) -> str:
    content = _file(where, "certificate_file", path)
    try:
        x509.load_pem_x509_certificate(content.encode())
    except ValueError:
        raise WrongSetting(
            f"{where}: {path} is not a certificate.",
            "Put the service's signing certificate there, in PEM form.",
        ) from None
    return content
