"""A device in Python: seals as the scripts of the pages do, from what the documents say."""

import base64
import hashlib
import hmac
import json
import os
import uuid
from datetime import timedelta

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from convergent import clock
from convergent.people.actions.credentials import issue_credential
from convergent.people.models import Credential
from convergent.practice.sending import Sealed
from convergent.records.sealed import public_key

INFO = b"convergent sealed draft"


def base64_of(raw):
    return base64.b64encode(raw).decode()


def boxed(key, text, about):
    nonce = os.urandom(12)
    return base64_of(nonce + AESGCM(key).encrypt(nonce, text, about))


def words(**more):
    """The fields of a form, as a device keeps them."""
    began = clock.now() - timedelta(minutes=12)
    told = {"began_at": began.strftime("%Y-%m-%dT%H:%M:%SZ"), "minutes": "12", **more}
    return {name: value if isinstance(value, list) else [value] for name, value in told.items()}


class Device:
    """Signed in as one person of the small world; `lease` and its secret are what it was given."""

    def __init__(self, world, name):
        self.lease, self.secret = issue_credential(
            world.account(name), kind=Credential.Kind.LEASE, label="x", lifetime=timedelta(days=7)
        )

    def sealed(self, teacher=None, *, pk=None, is_done=True, share=False, whom="", **fields):
        content = {
            "fields": words(**fields),
            "teacher": str(teacher.pk) if teacher else "",
            "whom": whom,
            "is_done": is_done,
            "share": share,
        }
        return self.seal(pk or uuid.uuid4(), json.dumps(content))

    def seal(self, pk, text):
        name, public = public_key()
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), base64.b64decode(public)
        )
        pair, own = ec.generate_private_key(ec.SECP256R1()), AESGCM.generate_key(256)
        agreed = pair.exchange(ec.ECDH(), theirs)
        outer = HKDF(hashes.SHA256(), length=32, salt=None, info=INFO).derive(agreed)
        point = pair.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return self.marked(
            id=pk,
            lease=self.lease.pk,
            key=name,
            ephemeral=base64_of(point),
            wrapped=boxed(outer, own, INFO),
            box=boxed(own, text.encode(), f"{pk} {self.lease.pk}".encode()),
        )

    def marked(self, **told):
        pen = hashlib.sha256(self.secret.encode()).digest()
        unmarked = Sealed(**told, mark="")
        mark = hmac.new(pen, unmarked.text.encode(), hashlib.sha256).hexdigest()
        return Sealed(**told, mark=mark)


def as_sent(sealed):
    """The form that a device sends."""
    return {name: str(value) for name, value in vars(sealed).items()}
