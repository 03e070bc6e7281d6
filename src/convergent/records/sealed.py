"""What a device sealed for this server: a key of each text, wrapped for the server's public key.

A device makes a pair of keys on the curve P-256 for each text, and with the server's public key
agrees on a secret (ECDH); HKDF-SHA-256 of it, with no salt and the words of `INFO`, opens the
text's own key, and that opens the text (AES-256-GCM both times, the twelve bytes of the nonce in
front). Bytes are written in base64.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from convergent.errors import BadInput, WrongSetting

DEVICE_KEY_FILE = "devices.key"
INFO = b"convergent sealed draft"
NONCE = 12


def new_device_key() -> bytes:
    """One line of the key file: a private key as PKCS #8, in base64."""
    private = ec.generate_private_key(ec.SECP256R1())
    return base64.urlsafe_b64encode(
        private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def public_key() -> tuple[str, str]:
    """The id and the bytes, in base64, of the key for which devices seal: the newest."""
    name, private = next(iter(_keys().items()))
    return name, base64.b64encode(_point(private)).decode()


def open_sealed(*, key: str, ephemeral: str, wrapped: str, box: str, about: str) -> str:
    """The text. `about` is what the device sealed it with, so that no box passes for another.
    Raises BadInput for what no key of this server opens."""
    private = _keys().get(key)
    try:
        if private is None:
            raise ValueError(key)
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(ephemeral))
        agreed = private.exchange(ec.ECDH(), point)
        outer = HKDF(hashes.SHA256(), length=32, salt=None, info=INFO).derive(agreed)
        own = _opened(outer, _bytes(wrapped), INFO)
        return _opened(own, _bytes(box), about.encode()).decode()
    except (InvalidTag, ValueError):
        raise BadInput(
            "What a device sealed cannot be opened with the keys of this server.",
            f"Put the key for which it was sealed back into keys/{DEVICE_KEY_FILE}.",
        ) from None


def check_device_keys(path: Path) -> None:
    """Raises WrongSetting unless the file holds keys, each of them whole."""
    _read_keys(path)


def _opened(key: bytes, sealed: bytes, about: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _keys() -> dict[str, ec.EllipticCurvePrivateKey]:
    """By id, the newest first: a key is rotated by adding a line on top."""
    file = Path(settings.KEYS_FOLDER) / DEVICE_KEY_FILE
    return _keys_of(file, file.stat().st_mtime_ns if file.exists() else 0)


def _read_keys(path: Path, _changed: int = 0) -> dict[str, ec.EllipticCurvePrivateKey]:
    try:
        found = [_key(line) for line in path.read_text(encoding="ascii").split()]
        if found:
            return {hashlib.sha256(_point(one)).hexdigest()[:16]: one for one in found}
        what = "is empty"
    except FileNotFoundError:
        what = "is missing"
    except OSError as problem:
        what = f"cannot be read ({problem.strerror})"
    except ValueError:
        what = "is damaged"
    raise WrongSetting(
        f"The key for what devices seal {what}: {path}.", "Restore it from your key backup."
    )


def _key(line: str) -> ec.EllipticCurvePrivateKey:
    private = serialization.load_der_private_key(base64.urlsafe_b64decode(line), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise ValueError(line)
    return private


_keys_of = lru_cache(maxsize=4)(_read_keys)
