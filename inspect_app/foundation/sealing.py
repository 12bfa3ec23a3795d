"""Secrets at rest: AES-GCM for what must be read again, a keyed tag for what must only be compared."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspect_app.foundation import randomness

_NONCE_BYTES = 12


class BrokenSeal(Exception):
    """Sealed bytes that this key did not make, or that were changed."""


class Sealer:
    """Seal and open bytes under one key; `context` binds a seal to its use."""

    def __init__(self, key: str) -> None:
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
