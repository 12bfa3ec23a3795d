"""Bech32 (BIP 173), in which the keys of the age format are written: a typing error never passes for a key."""

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """Return bytes under a prefix, with a checksum."""
    values = _regroup(data, 8, 5, pad=True)
    check = _polymod([*_expand(prefix), *values, *([0] * _CHECK_LENGTH)]) ^ 1
    values += [(check >> 5 * (_CHECK_LENGTH - 1 - place)) & 31 for place in range(_CHECK_LENGTH)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def decode(prefix: str, text: str) -> bytes:
    """Return the bytes of a text, or raise ValueError when it was mistyped or has another prefix."""
    lower = text.lower()
    found, _, letters = lower.rpartition("1")
    if text not in (lower, text.upper()) or found != prefix or not set(letters) <= set(_LETTERS):
        raise ValueError("not a key")
    values = [_LETTERS.index(letter) for letter in letters]
    if len(values) < _CHECK_LENGTH or _polymod([*_expand(prefix), *values]) != 1:
        raise ValueError("mistyped")
    return bytes(_regroup(values[:-_CHECK_LENGTH], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            check ^= factor if top >> place & 1 else 0
    return check


def _regroup(values: bytes | list[int], width: int, new: int, *, pad: bool) -> list[int]:
    """Cut the same bits into groups of another width."""
    held = bits = 0
    groups: list[int] = []
    for value in values:
        held, bits = held << width | value, bits + width
        while bits >= new:
            bits -= new
            groups.append(held >> bits & (1 << new) - 1)
    if pad and bits:
        groups.append(held << new - bits & (1 << new) - 1)
    return groups
