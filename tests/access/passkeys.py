"""A passkey as the library stores it, made without a browser: enough to be listed and removed."""

from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def stored_passkey(name, *, key_id):
    """The `data` of an authenticator."""
    public = ES256({1: 2, 3: -7, -1: 1, -2: b"\1" * 32, -3: b"\2" * 32})
    held = AttestedCredentialData.create(b"\0" * 16, key_id, public)
    made = AuthenticatorData.create(sha256(b"testserver"), FLAGS, 0, held)
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    return {
        "name": name,
        "credential": {
            "id": websafe_encode(key_id),
            "rawId": websafe_encode(key_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            },
            "clientExtensionResults": {},
        },
    }
