"""How near two texts are: bigrams of characters, so that Chinese needs no words, and both databases find the same.

A text leaves `BANDS` numbers (MinHash, Broder 1997, in bands of two). Two texts with share j of common bigrams have
a given number in common with probability j², so near texts nearly always have some, and a plain index finds them;
what it finds is then compared exactly.
"""

import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

BANDS = 24
_ROWS_OF_A_BAND = 2
# What is wrong is said at the beginning; a long story must not cost more.
_HEAD = 400
_WORD, _POSITIVE = 0xFFFFFFFF, 0x7FFFFFFF


def normalise(text: str) -> str:
    """Fold a text to what it says: one width and case, any number as 0, no signs and no gaps."""
    folded: list[str] = []
    for character in unicodedata.normalize("NFKC", text).casefold():
        kind = unicodedata.category(character)
        if kind[0] == "N":
            if folded[-1:] != ["0"]:
                folded.append("0")
        elif kind[0] == "L":
            folded.append(character)
    return "".join(folded)


def grams(*texts: str) -> frozenset[str]:
    """Return the bigrams of some texts together; a single character stands for itself."""
    found: set[str] = set()
    for text in texts:
        plain = normalise(text[:_HEAD])
        found |= {plain[place : place + 2] for place in range(max(len(plain) - 1, 1)) if plain}
    return frozenset(found)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two texts have in common, 0 to 1 (Dice); nothing is like nothing."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


def bands(found: Iterable[str]) -> frozenset[int]:
    """Return the numbers under which a text is kept and looked for: at most `BANDS`, of 31 bits each."""
    hashes = [_number(gram.encode()) for gram in found]
    if not hashes:
        return frozenset()
    least = [min((factor * value + shift) & _WORD for value in hashes) for factor, shift in _PERMUTATIONS]
    return frozenset(
        _number(repr((place, *least[place * _ROWS_OF_A_BAND :][:_ROWS_OF_A_BAND])).encode()) & _POSITIVE
        for place in range(BANDS)
    )


def _number(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=4).digest(), "big")


# An odd factor makes each a permutation of all 32-bit numbers.
_PERMUTATIONS = tuple(
    (_number(b"factor %d" % place) | 1, _number(b"shift %d" % place)) for place in range(BANDS * _ROWS_OF_A_BAND)
)
