"""Encrypted files in the age format (age-encryption.org/v1), so that the common `age` tool opens them too.

A file key is wrapped for an X25519 recipient or under a passphrase (scrypt); the body is ChaCha20-Poly1305 in chunks of
64 KiB by the STREAM construction: every chunk knows its place and the last one says so, which betrays a changed
byte, a chunk moved, and a file cut off anywhere.
"""

import base64
import hmac
import io
from dataclasses import dataclass
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inspect_app.foundation import bech32, randomness

MAGIC = b"age-encryption.org/v1\n"
_CHUNK, _TAG = 64 * 1024, 16
_KEY_BYTES, _SALT_BYTES, _SHARE_BYTES, _WRAPPED = 16, 16, 32, 32
_X25519, _SCRYPT = b"age-encryption.org/v1/X25519", b"age-encryption.org/v1/scrypt"
_PUBLIC, _PRIVATE = "age", "age-secret-key-"
_NO_NONCE = bytes(12)
_LONGEST_LINE, _COLUMNS = 4096, 64
_KINDS = ("X25519", "scrypt")
# 2^18 is what the age tool takes: about a second and 256 MB for each guess.
_WORK, _MOST_WORK = 18, 20


class WrongKey(Exception):
    """A file that was encrypted for another key, or with another passphrase."""


class Damaged(Exception):
    """A file that was changed, or cut off."""


class Opener(Protocol):
    """What may open a file: a private key, or a passphrase."""

    def file_key(self, kind: str, argument: bytes, detail: str, body: bytes) -> bytes | None:
        """Return the file key in a stanza; nothing when it is none of mine."""


class Locker(Protocol):
    """What a file is encrypted for: a public key, or a passphrase."""

    def stanza(self, file_key: bytes) -> bytes:
        """Return the lines that wrap a file key."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key: whoever has it can make backups and open none."""

    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Recipient":
        """Read `age1…`, or raise ValueError."""
        return cls(_sized(bech32.decode(_PUBLIC, text.strip())))

    def __str__(self) -> str:
        return bech32.encode(_PUBLIC, self.public)

    def stanza(self, file_key: bytes) -> bytes:
        """Wrap a file key for this recipient."""
        own = X25519PrivateKey.from_private_bytes(randomness.token_bytes(_SHARE_BYTES))
        share = own.public_key().public_bytes_raw()
        secret = own.exchange(X25519PublicKey.from_public_bytes(self.public))
        key = _derive(secret, share + self.public, _X25519)
        return _stanza(b"X25519 " + _b64(share), ChaCha20Poly1305(key).encrypt(_NO_NONCE, file_key, None))


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key."""

    secret: bytes

    @classmethod
    def make(cls) -> "Identity":
        """Draw a new key."""
        return cls(randomness.token_bytes(_SHARE_BYTES))

    @classmethod
    def parse(cls, text: str) -> "Identity":
        """Read the one line `AGE-SECRET-KEY-1…` of a key file, or raise ValueError."""
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        if len(lines) != 1:
            raise ValueError("one key expected")
        return cls(_sized(bech32.decode(_PRIVATE, lines[0])))

    def __str__(self) -> str:
        return bech32.encode(_PRIVATE, self.secret).upper()

    @property
    def recipient(self) -> Recipient:
        """Return the public key that belongs to it."""
        return Recipient(X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw())

    def file_key(self, kind: str, argument: bytes, detail: str, body: bytes) -> bytes | None:
        """Unwrap a file key that was wrapped for this key."""
        if kind != "X25519" or detail or len(argument) != _SHARE_BYTES:
            return None
        own = X25519PrivateKey.from_private_bytes(self.secret)
        secret = own.exchange(X25519PublicKey.from_public_bytes(argument))
        return _unwrap(_derive(secret, argument + own.public_key().public_bytes_raw(), _X25519), body)


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Words that open what they locked."""

    words: str
    work: int = _WORK

    def stanza(self, file_key: bytes) -> bytes:
        """Wrap a file key under the words."""
        salt = randomness.token_bytes(_SALT_BYTES)
        body = ChaCha20Poly1305(self._key(salt, self.work)).encrypt(_NO_NONCE, file_key, None)
        return _stanza(b"scrypt " + _b64(salt) + b" %d" % self.work, body)

    def file_key(self, kind: str, argument: bytes, detail: str, body: bytes) -> bytes | None:
        """Unwrap a file key that was wrapped under these words."""
        if kind != "scrypt" or len(argument) != _SALT_BYTES or not detail.isdecimal() or int(detail) > _MOST_WORK:
            return None
        return _unwrap(self._key(argument, int(detail)), body)

    def _key(self, salt: bytes, work: int) -> bytes:
        return Scrypt(salt=_SCRYPT + salt, length=32, n=2**work, r=8, p=1).derive(self.words.encode())


class Writer(io.RawIOBase):
    """Encrypt what is written; the file is whole only after `close()`."""

    def __init__(self, file: IO[bytes] | io.RawIOBase, locker: Locker) -> None:
        """Write the header."""
        file_key, nonce = randomness.token_bytes(_KEY_BYTES), randomness.token_bytes(_SALT_BYTES)
        header = MAGIC + locker.stanza(file_key) + b"---"
        file.write(header + b" " + _b64(_mac(file_key, header)) + b"\n" + nonce)
        self._file, self._held, self._count = file, bytearray(), 0
        self._aead = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))

    def writable(self) -> bool:
        """Say that this is for writing."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Take bytes; whole chunks go out encrypted."""
        self._held += data
        while len(self._held) > _CHUNK:
            self._put(bytes(self._held[:_CHUNK]), last=False)
            del self._held[:_CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk; without it the file counts as cut off."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._aead.encrypt(_nonce(self._count, last=last), chunk, None))
        self._count += 1


class Reader(io.RawIOBase):
    """Decrypt a file; raise WrongKey at once, Damaged where it was changed or cut."""

    def __init__(self, file: IO[bytes], opener: Opener) -> None:
        """Read the header and find the file key."""
        file_key = _open_header(file, opener)
        self._file, self._count, self._ready = file, 0, b""
        self._aead = ChaCha20Poly1305(_derive(file_key, _exactly(file, _SALT_BYTES), b"payload"))
        self._ahead = file.read(_CHUNK + _TAG)
        self._over = False

    def readable(self) -> bool:
        """Say that this is for reading."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Hand out what is proved to be unchanged."""
        while not self._ready and not self._over:
            self._next()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _next(self) -> None:
        chunk, self._ahead = self._ahead, self._file.read(_CHUNK + _TAG)
        self._over = not self._ahead
        try:
            self._ready = self._aead.decrypt(_nonce(self._count, last=self._over), chunk, None)
        except (InvalidTag, ValueError) as error:
            raise Damaged from error
        self._count += 1


def _open_header(file: IO[bytes], opener: Opener) -> bytes:
    if _exactly(file, len(MAGIC)) != MAGIC:
        raise Damaged
    header, found = bytearray(MAGIC), None
    while (line := _line(file)).startswith(b"-> "):
        lines = _body(file)
        header += b"\n".join([line, *lines, b""])
        kind, argument, *rest = [*line[3:].decode(errors="replace").split(" "), "", ""]
        if kind in _KINDS:  # others are for whoever knows them
            found = found or opener.file_key(kind, _unb64(argument.encode()), rest[0], _unb64(b"".join(lines)))
    word, _, tag = line.partition(b" ")
    if word != b"---":
        raise Damaged
    if found is None:
        raise WrongKey
    if not hmac.compare_digest(_unb64(tag), _mac(found, bytes(header) + b"---")):
        raise Damaged
    return found


def _body(file: IO[bytes]) -> list[bytes]:
    """Return the lines of a stanza's body; the first that isn't full is the last."""
    lines = [_line(file)]
    while len(lines[-1]) == _COLUMNS:
        lines.append(_line(file))
    return lines


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), header, "sha256")


def _stanza(words: bytes, body: bytes) -> bytes:
    return b"-> " + words + b"\n" + _b64(body) + b"\n"


def _unwrap(key: bytes, body: bytes) -> bytes | None:
    if len(body) != _WRAPPED:
        return None
    try:
        return ChaCha20Poly1305(key).decrypt(_NO_NONCE, body, None)
    except InvalidTag:
        return None


def _derive(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, purpose).derive(secret)


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])


def _line(file: IO[bytes]) -> bytes:
    line = file.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise Damaged
    return line[:-1]


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise Damaged
    return data


def _sized(key: bytes) -> bytes:
    if len(key) != _SHARE_BYTES:
        raise ValueError("a key has 32 bytes")
    return key


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unb64(data: bytes) -> bytes:
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except ValueError as error:
        raise Damaged from error
