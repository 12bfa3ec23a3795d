"""Secrets at rest: AES-GCM for what must be read again, a keyed tag for what must only be compared."""

import base64
import hashlib
import hmac

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
    """Seal and open bytes under one key; `context` binds a seal to its use."""

    def __init__(self, key: str) -> None:
        self._export = _export_key(key)
        self._aead = AESGCM(hashlib.sha256(b"seal:" + key.encode()).digest())
        self._tag_key = hashlib.sha256(b"tag:" + key.encode()).digest()

    def seal(self, clear: bytes, context: str) -> bytes:
        """Return nonce and ciphertext of `clear`."""
        nonce = randomness.token_bytes(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, clear, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed, or raise BrokenSeal."""
        try:
            return self._aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal from error

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


def _export_key(key: str) -> ec.EllipticCurvePrivateKey:
    """Derive the installation's export key from the seal key, so that nothing more has to be kept safe."""
    secret = int.from_bytes(hashlib.sha512(b"export:" + key.encode()).digest(), "big")
    return ec.derive_private_key(secret % (_ORDER - 1) + 1, _CURVE)


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
