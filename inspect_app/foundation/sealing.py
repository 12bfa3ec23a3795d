"""Secrets at rest: AES-GCM for what must be read again, a keyed tag for what must only be compared."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspect_app.foundation import randomness

_NONCE_BYTES = 12
_CURVE = ec.SECP256R1()
# The number of points of P-256 (SEC 2, 2.4.2): a private key is smaller.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class BrokenSeal(Exception):
    """Sealed bytes that this key did not make, or that were changed."""


class Sealer:
    """Seal under one key, open under it or an earlier one; `context` binds a seal to its use.

    Tags and the tablets' export key stay under the first key there ever was (the last of `earlier`): a tag is part of
    what the audit chain covers, and names rows on tablets that are out in a hall.
    """

    def __init__(self, key: str, earlier: Sequence[str] = ()) -> None:
        first = earlier[-1] if earlier else key
        self._export = _export_key(first)
        self._aead = _cipher(key)
        self._earlier = tuple(_cipher(old) for old in earlier)
        self._tag_key = hashlib.sha256(b"tag:" + first.encode()).digest()

    def seal(self, clear: bytes, context: str) -> bytes:
        """Return nonce and ciphertext of `clear`."""
        nonce = randomness.token_bytes(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, clear, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed, or raise BrokenSeal."""
        for cipher in (self._aead, *self._earlier):
            with suppress(InvalidTag, ValueError):
                return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
        raise BrokenSeal

    def seal_anew(self, sealed: bytes, context: str) -> bytes | None:
        """Return the same sealed under the present key; nothing when it is that already."""
        with suppress(InvalidTag, ValueError):
            self._aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
            return None
        return self.seal(self.open(sealed, context), context)

    def tag(self, text: str, context: str) -> str:
        """Return a keyed tag: equal for equal texts, telling nothing else."""
        return hmac.new(self._tag_key, f"{context}:{text}".encode(), hashlib.sha256).hexdigest()

    def seal_author(self, person_id: int) -> bytes:
        """Seal who did something covert."""
        return self.seal(str(person_id).encode(), "author")

    def open_author(self, sealed: bytes) -> int:
        """Return the person id in a seal; the caller answers for asking."""
        return int(self.open(sealed, "author"))

    def author_tag(self, person_id: int) -> str:
        """Return the tag under which a person finds their own covert work."""
        return self.tag(str(person_id), "author")

    def export_key(self) -> dict[str, str]:
        """Return the public key (P-256, as a JWK with its id) to which tablets encrypt their files."""
        numbers = self._export.public_key().public_numbers()
        x, y = (_b64(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
        key_id = hashlib.sha256(f"{x}.{y}".encode()).hexdigest()[:16]
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": key_id}

    def open_export(self, ephemeral: dict[str, str], nonce: bytes, data: bytes) -> bytes:
        """Return what a tablet encrypted to the export key, or raise BrokenSeal."""
        try:
            numbers = ec.EllipticCurvePublicNumbers(
                int.from_bytes(_unb64(ephemeral["x"]), "big"), int.from_bytes(_unb64(ephemeral["y"]), "big"), _CURVE
            )
            shared = self._export.exchange(ec.ECDH(), numbers.public_key())
            key = HKDF(hashes.SHA256(), 32, b"", b"inspect-export").derive(shared)
            return AESGCM(key).decrypt(nonce, data, None)
        except (InvalidTag, ValueError, KeyError, TypeError) as error:
            raise BrokenSeal from error


def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(b"seal:" + key.encode()).digest())


def _export_key(key: str) -> ec.EllipticCurvePrivateKey:
    """Derive the installation's export key from the seal key, so that nothing more has to be kept safe."""
    secret = int.from_bytes(hashlib.sha512(b"export:" + key.encode()).digest(), "big")
    return ec.derive_private_key(secret % (_ORDER - 1) + 1, _CURVE)


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
