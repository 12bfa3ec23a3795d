"""What is decided about opinions: whether a form is open, whether somebody is a person, what citizens' word adds up to.

Nothing here knows who somebody is: an address counts only as a tag under a key that lives an hour.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from itsdangerous import BadData, URLSafeSerializer

from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean, normalise
from inspect_app.voices.vocabulary.opinions import (
    LONGEST_WORDS,
    Challenge,
    FormState,
    Gap,
    OpinionDraft,
    PapersSaid,
    Part,
    Said,
    Satisfied,
    Seen,
    TripsSaid,
    Verdict,
)

# A page may lie open this long, in seconds; nobody reads four questions in less than the shortest.
LIFE, SHORTEST, WAIT = 2 * 3600, 3, 6
# So many opinions of one address an hour are a busy hall; what is more is kept apart, and reckons longer.
BUSY = 120
LOOKUPS = 30
_BITS, _MORE_BITS = 11, 14
_RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_RECEIPT_LENGTH = 10
_SALT = "opinion"
_PHONE = re.compile(r"(1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})")
_TRIPS = {TripsSaid.NONE: 0, TripsSaid.ONE: 1, TripsSaid.TWO: 2, TripsSaid.MORE: 3}
RANKED_FROM = 3


def state_of(
    today: date, *, closed_on: date | None, until: date | None, ends_on: date | None, in_use: bool
) -> FormState:
    """Say whether a form takes opinions; `ends_on` is its campaign's last day, `in_use` says its window or item is."""
    if closed_on is not None:
        return FormState.CLOSED
    if not in_use:
        return FormState.GONE
    if ends_on is not None and today > ends_on:
        return FormState.OVER
    return FormState.EXPIRED if until is not None and today > until else FormState.OPEN


def checked(draft: OpinionDraft) -> OpinionDraft:
    """Return an opinion that can be kept, or raise Invalid naming the question and the remedy."""
    words, phone = clean(draft.words), normalise(draft.phone).replace(" ", "")
    if len(words) > LONGEST_WORDS:
        raise Invalid(f"写了 {len(words)} 个字，最多 {LONGEST_WORDS} 个，请写短一点。您写的都还在。", "words")
    if not (draft.trips or draft.papers or draft.satisfied or words):
        raise Invalid("四个问题都还空着，请至少答一个。", "trips")
    if phone and not _PHONE.fullmatch(phone):
        raise Invalid("电话号码不对。请填 11 位手机号码，或者不勾“希望有人给我回电话”。", "phone")
    return OpinionDraft(draft.trips, draft.papers, draft.satisfied, words, phone)


def write_challenge(key: str, challenge: Challenge) -> str:
    """Return a challenge as the page carries it, signed."""
    facts = [challenge.code, challenge.nonce, challenge.at, challenge.bits, int(challenge.waiting)]
    return str(URLSafeSerializer(key, _SALT).dumps(facts))


def read_challenge(key: str, text: str) -> Challenge | None:
    """Return a challenge that this installation signed, or nothing."""
    try:
        code, nonce, at, bits, waiting = URLSafeSerializer(key, _SALT).loads(text)
    except (BadData, ValueError, TypeError):
        return None
    return Challenge(code, nonce, at, bits, bool(waiting))


def judge(challenge: Challenge | None, code: str, now: int, solution: str) -> Verdict:
    """Say what a challenge that came back is worth; `now` in seconds."""
    if challenge is None or challenge.code != code or not 0 <= now - challenge.at <= LIFE:
        return Verdict.STALE
    age = now - challenge.at
    if challenge.waiting:
        return Verdict.GOOD if age >= WAIT else Verdict.UNSOLVED
    if age < SHORTEST:
        return Verdict.EARLY
    return Verdict.GOOD if solves(challenge, solution) else Verdict.UNSOLVED


def solves(challenge: Challenge, solution: str) -> bool:
    """Say whether a browser has reckoned: the digest of nonce and solution begins with so many zero bits."""
    if not (solution.isascii() and solution.isdigit() and len(solution) < _RECEIPT_LENGTH):
        return False
    digest = hashlib.sha256(f"{challenge.nonce}:{solution}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - challenge.bits) == 0


def bits_for(count: int) -> int:
    """Return how much a browser reckons when its address has sent so many within the hour."""
    return _BITS if count < BUSY else _MORE_BITS


def is_excess(count: int) -> bool:
    """Say whether the opinion with this place within the hour of its address is kept apart."""
    return count > BUSY


def receipt_of(key: str, nonce: str) -> str:
    """Return the receipt of a page: the same however often the page is sent."""
    number = int.from_bytes(hmac.new(key.encode(), f"receipt:{nonce}".encode(), hashlib.sha256).digest(), "big")
    letters = []
    for _ in range(_RECEIPT_LENGTH):
        number, place = divmod(number, len(_RECEIPT_LETTERS))
        letters.append(_RECEIPT_LETTERS[place])
    return "".join(letters)


def spaced(receipt: str) -> str:
    """Return a receipt as it is read aloud."""
    return f"{receipt[:5]}-{receipt[5:]}"


def folded(receipt: str) -> str:
    """Return a receipt as it was typed, without what people add between its letters."""
    return "".join(letter for letter in normalise(receipt).upper() if letter in _RECEIPT_LETTERS)[:_RECEIPT_LENGTH]


def hour_of(moment: datetime) -> datetime:
    """Return the hour in which an address is counted."""
    return moment.replace(minute=0, second=0, microsecond=0)


def tag_of(key: bytes, address: str) -> str:
    """Return the tag of an address under the key of the hour."""
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()


def masked_phone(phone: str) -> str:
    """Return a telephone number as lists may show it."""
    return f"{phone[:3]}****{phone[-4:]}"


def trips_number(said: TripsSaid | None) -> int | None:
    """Return 几趟 as a number: 3 for three or more, nothing while the matter isn't done."""
    return _TRIPS.get(said) if said else None


def written_out(
    place: str, trips: TripsSaid | None, papers: PapersSaid | None, satisfied: Satisfied | None, words: str
) -> str:
    """Return an opinion as the inbox reads it: the words first, then the answers that were given."""
    answers = (("几趟", trips), ("材料", papers), ("满意吗", satisfied))
    said = "；".join(f"{name}：{answer.label}" for name, answer in answers if answer)
    return "\n".join(part for part in (words, f"（{place}。{said}）" if said else f"（{place}）") if part)


def gaps(said: Iterable[Said], seen: Iterable[Seen]) -> dict[int, Gap]:
    """Put citizens' word beside inspectors' eyes, for every unit or site that has either."""
    words: dict[int, list[Said]] = {}
    eyes: dict[int, list[Seen]] = {}
    for one in said:
        words.setdefault(one.key, []).append(one)
    for other in seen:
        eyes.setdefault(other.key, []).append(other)
    return {key: _gap(key, words.get(key, ()), eyes.get(key, ())) for key in (*words, *eyes)}


def _gap(key: int, said: Sequence[Said], seen: Sequence[Seen]) -> Gap:
    content = [one.satisfied for one in said if one.satisfied is not None]
    trips = [one.trips for one in said if one.trips is not None]
    scores = [one.score for one in seen if one.score is not None]
    tried = [one.trips for one in seen if one.trips is not None]
    return Gap(
        key,
        Part(sum(content), len(content)),
        Part(sum(trips), len(trips)),
        Part(sum(trip <= 1 for trip in trips), len(trips)),
        Part(sum(scores), len(scores)),
        Part(sum(tried), len(tried)),
    )


def places(found: Sequence[Gap]) -> dict[int, int]:
    """Return the place of each by satisfaction, equals sharing one; whoever has fewer than three answers has none."""
    ranked = [(gap.satisfied.value or 0.0, gap.key) for gap in found if gap.satisfied.whole >= RANKED_FROM]
    return {key: 1 + sum(other > value for other, _ in ranked) for value, key in ranked}
