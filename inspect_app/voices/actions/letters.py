"""Deeds on a voice itself: register, put right, add its original, ask who spoke; and 投诉建议 about this tool."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.findings.queries import names_known
from inspect_app.findings.rules.likeness import bands, grams
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing
from inspect_app.foundation.text import clean, tidy
from inspect_app.projects.vocabulary.assigned import Upload
from inspect_app.voices.models import Letter, LetterBand, LetterEvent, LetterFile
from inspect_app.voices.queries.letters import private_of, sealed
from inspect_app.voices.rules.letters import alias_of, masked, title_of
from inspect_app.voices.rules.triage import target_of
from inspect_app.voices.vocabulary.letters import LetterDraft, LetterSource, LetterStep, Private

_STALE = "这件来信刚被别人办过，您写的还没有存。两份都留着，请对照后再办。"
_LONGEST = 10_000


def register(actor: Actor, draft: LetterDraft, uploads: Sequence[Upload] = ()) -> Letter:
    """Register a voice with its original; it waits for triage."""
    _check(draft, None)
    letter = Letter(**facts_of(draft, names_known()), registered_at=clock.now())
    db.session.add(letter)
    db.session.flush()
    index_words(letter)
    _hang(actor, letter, uploads)
    note(actor, letter, LetterStep.REGISTER, draft.source.label, deed="letter.registered", kind=draft.source.label)
    return letter


def correct(actor: Actor, letter_id: int, draft: LetterDraft, version: int | None) -> Letter:
    """Put right what was registered; the words stay what they were unless they were typed wrongly."""
    letter = take(letter_id, LetterStep.CORRECT, version, draft.words)
    _check(draft, letter.id)
    if letter.source in (LetterSource.TOOL, LetterSource.OPINION):
        draft = replace(draft, source=letter.source, words=letter.words)
    draft = replace(draft, private=_kept(draft.private, private_of(letter)))
    changes = {}
    for name, value in facts_of(draft, names_known()).items():
        old = getattr(letter, name)
        if old != value and name != "private_seal":
            changes[name] = (str(old), str(value))
        setattr(letter, name, value)
    if "words" in changes:
        index_words(letter)
    note(actor, letter, LetterStep.CORRECT, "", deed="letter.corrected", **changes)
    return letter


def attach(actor: Actor, letter_id: int, uploads: Sequence[Upload]) -> Letter:
    """Add scans or photos of the original."""
    letter = take(letter_id, LetterStep.ATTACH, None)
    if not uploads:
        raise Invalid("请选扫描件或照片。", "files")
    _hang(actor, letter, uploads)
    note(actor, letter, LetterStep.ATTACH, f"{len(uploads)} 份", deed="letter.attached", items=len(uploads))
    return letter


def read_contact(actor: Actor, letter_id: int, reason: str) -> Private:
    """Open who spoke, for a reason that is kept."""
    letter = take(letter_id, LetterStep.READ_CONTACT, None)
    words = clean(reason)
    if not words:
        raise Invalid("请写为什么要看，会留下记录。", "reason")
    note(actor, letter, LetterStep.READ_CONTACT, words, deed="letter.contact_read", reason=words)
    return private_of(letter)


def complain(actor: Actor, words: str) -> Letter:
    """Take what somebody says about this tool; their name isn't kept, only a tag by which they find it again."""
    text = clean(words)
    if not text:
        raise Invalid("请写您的意见。", "words")
    facts = facts_of(LetterDraft(source=LetterSource.TOOL, received_on=clock.today(), words=text), names_known())
    tag = current_sealer().author_tag(actor.person_id or 0)
    letter = Letter(**facts, author_tag=tag, registered_at=clock.now())
    db.session.add(letter)
    db.session.flush()
    index_words(letter)
    db.session.add(LetterEvent(letter_id=letter.id, at=clock.now(), step=LetterStep.REGISTER, by_name="本人"))
    record(actor, "letter.registered", "letter", letter.id, covert=True, kind=LetterSource.TOOL.label)
    db.session.flush()
    return letter


def facts_of(draft: LetterDraft, known: Sequence[str]) -> dict[str, Any]:
    """Return a draft as columns: what lists show is masked here, so that no list has to think of it."""
    private = draft.private
    aliases = {private.sender: clean(draft.alias)} if private.sender and draft.alias else {}
    title = masked(title_of(draft.title, draft.words), (*private.names, *known), aliases)
    return {
        "source": draft.source,
        "received_on": draft.received_on,
        "outside_code": tidy(draft.outside_code),
        "title": title,
        "words": draft.words,
        "outlet": clean(draft.outlet),
        "link": clean(draft.link),
        "alias": clean(draft.alias) or alias_of(private.sender),
        "private_seal": sealed(private),
        "unit_id": draft.unit_id,
        "window_id": draft.window_id,
        "item_id": draft.item_id,
        "category": draft.category,
        "trips": draft.trips,
        "outcome": clean(draft.outcome),
    }


def take(letter_id: int, step: LetterStep, version: int | None, mine: str = "") -> Letter:
    """Return a voice locked for a step; raise Conflict when it was changed since its page was opened."""
    letter = lock(letter_id)
    if version is not None and version != letter.version:
        theirs = {"办理": letter.state.label, "答复": letter.answer, "原文": letter.words}
        raise Conflict(_STALE, mine={"办理": step.label, "答复": mine, "原文": letter.words}, theirs=theirs)
    target_of(letter.state, step)
    return letter


def lock(letter_id: int) -> Letter:
    """Return a voice locked for change, read anew."""
    query = select(Letter).where(Letter.id == letter_id).with_for_update()
    letter = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if letter is None:
        raise Missing()
    return letter


def note(actor: Actor, letter: Letter, step: LetterStep, words: str, /, *, deed: str, **changes: Any) -> None:
    """Keep a step on the voice's own page and in the audit."""
    db.session.add(LetterEvent(letter_id=letter.id, at=clock.now(), step=step, by_name=actor.name, text=words))
    record(actor, deed, "letter", letter.id, permission=Permission.TRIAGE, **changes)
    db.session.flush()


def settle(actor: Actor, letter: Letter, step: LetterStep, text: str = "", **changes: Any) -> None:
    """Move a locked voice by a step and note it."""
    before = letter.state
    letter.state = target_of(before, step)
    states = (before.value, letter.state.value)
    note(actor, letter, step, text, deed=f"letter.{step.value}", status=states, **changes)


def index_words(letter: Letter) -> None:
    """Keep the numbers under which near voices are found."""
    db.session.execute(delete(LetterBand).where(LetterBand.letter_id == letter.id))
    rows = [{"letter_id": letter.id, "band": number} for number in sorted(bands(grams(letter.words)))]
    if rows:
        db.session.execute(insert(LetterBand), rows)


def _hang(actor: Actor, letter: Letter, uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        try:
            file = store_upload(actor, upload.data, upload.name)
        except Invalid as error:
            raise Invalid(error.message, "files") from error
        db.session.add(LetterFile(letter_id=letter.id, file_id=file.id))
    db.session.flush()


def _kept(typed: Private, before: Private) -> Private:
    """Return who spoke as it is kept: a page shows no name, so that one left empty is one left as it is."""
    return Private(typed.sender or before.sender, typed.phone or before.phone, typed.named or before.named)


def _check(draft: LetterDraft, letter_id: int | None) -> None:
    if not clean(draft.words):
        raise Invalid("请写原文。", "words")
    if len(draft.words) > _LONGEST:
        raise Invalid(f"原文最多 {_LONGEST} 个字，更长的请传扫描件，这里写要点。", "words")
    if draft.received_on > clock.today():
        raise Invalid("收到日期不能晚于今天。", "received_on")
    if draft.window_id is not None and db.session.get(Window, draft.window_id) is None:
        raise Invalid("没有这个窗口。", "window_id")
    if code := tidy(draft.outside_code):
        there = select(Letter.id).where(Letter.source == draft.source, Letter.outside_code == code)
        known = db.session.scalar(there)
        if known is not None and known != letter_id:
            raise Invalid(f"这个编号已经登记过（第 {known} 件）。", "outside_code")
