"""Deeds that settle what becomes of a voice: a problem, a suggestion, praise, nothing, or one with another."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.accounts.queries import get_unit
from inspect_app.campaigns.queries import get_campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.actions.moving import after_move
from inspect_app.findings.actions.taking_in import Told, take_in
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, SourceKind, Step
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.projects.actions.registering import add_entry
from inspect_app.projects.vocabulary.registers import PraiseDraft, PraiseSource
from inspect_app.voices.actions.letters import lock, settle, take
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.letters import private_of, reference
from inspect_app.voices.queries.triage import warnings_of
from inspect_app.voices.rules.letters import leaks
from inspect_app.voices.rules.triage import MERGES_INTO
from inspect_app.voices.vocabulary.letters import (
    FindingDraft,
    LetterSource,
    LetterState,
    LetterStep,
    PraiseNote,
)

# Steps at which the words of a problem reach a department.
_OUT = frozenset({Step.DISPATCH, Step.QUEUE, Step.CORRECT_FACT})


def list_finding(actor: Actor, letter_id: int, draft: FindingDraft, version: int | None = None) -> Finding:
    """List what a voice says as a problem; it waits for triage, and the voice holds on to it."""
    letter = take(letter_id, LetterStep.LIST_FINDING, version)
    get_campaign(draft.campaign_id)
    unit_id = draft.unit_id or _unit_of(draft.window_id)
    may_leave(letter, {"title": draft.title, "fact": draft.fact, "suggestion": draft.suggestion}, draft.checked)
    told = Told(
        source_kind=SourceKind.LETTER, source_ref=str(letter.id), campaign_id=draft.campaign_id,
        found_on=letter.received_on, title=draft.title, fact=draft.fact, suggestion=draft.suggestion,
        category=draft.category, pain_type=draft.pain_type, unit_id=unit_id, window_id=draft.window_id,
        item_id=draft.item_id, trips_found=letter.trips,
    )  # fmt: skip
    finding = take_in(actor, told)
    letter.finding_id, letter.category = finding.id, draft.category
    letter.unit_id, letter.window_id, letter.item_id = unit_id, draft.window_id, draft.item_id
    settle(actor, letter, LetterStep.LIST_FINDING, finding.title, finding=finding.id)
    return finding


def list_suggestion(actor: Actor, letter_id: int, version: int | None = None) -> Letter:
    """Take a voice as a suggestion, which is through when it is rectified, replied and published."""
    letter = take(letter_id, LetterStep.LIST_SUGGESTION, version)
    settle(actor, letter, LetterStep.LIST_SUGGESTION)
    return letter


def pass_as_praise(actor: Actor, letter_id: int, praise: PraiseNote, version: int | None = None) -> Letter:
    """Enter praise into its register; who praised and who is praised stay in the office."""
    letter = take(letter_id, LetterStep.PRAISE, version)
    get_unit(praise.unit_id)
    may_leave(letter, {"words": praise.words, "paper_words": praise.paper_words}, praise.checked)
    source = PraiseSource.MEDIA if letter.source is LetterSource.MEDIA else PraiseSource.CITIZEN
    entry = add_entry(
        actor,
        PraiseDraft(
            unit_id=praise.unit_id, window_id=praise.window_id, campaign_id=praise.campaign_id,
            praised_on=letter.received_on, source=source, source_text=f"{letter.source.label} {reference(letter)}",
            words=clean(praise.words), paper_words=clean(praise.paper_words), typical=praise.typical,
        ),
    )  # fmt: skip
    letter.praise_id, letter.unit_id, letter.window_id = entry.id, praise.unit_id, praise.window_id
    settle(actor, letter, LetterStep.PRAISE, praise=entry.id)
    return letter


def take_no_action(actor: Actor, letter_id: int, reason: str, version: int | None = None) -> Letter:
    """Settle that nothing is done, and why."""
    words = clean(reason)
    if not words:
        raise Invalid("请写不办理的理由。", "reason")
    letter = take(letter_id, LetterStep.NO_ACTION, version)
    letter.reason = words
    settle(actor, letter, LetterStep.NO_ACTION, words, reason=words)
    return letter


def take_no_action_on(actor: Actor, letter_ids: Collection[int], reason: str) -> int:
    """Settle many at once, one step and one entry each; what somebody else has settled meanwhile is left alone."""
    waiting = select(Letter.id).where(Letter.id.in_(sorted(letter_ids)), Letter.state == LetterState.NEW)
    found = db.session.scalars(waiting.order_by(Letter.id)).all()
    for letter_id in found:
        take_no_action(actor, letter_id, reason)
    return len(found)


def merge(actor: Actor, letter_id: int, into_id: int, version: int | None = None) -> Letter:
    """Merge a voice into another that says the same; it is answered all the same, and can be separated again."""
    if letter_id == into_id:
        raise Invalid("不能并入自己。")
    locked = {each: lock(each) for each in sorted((letter_id, into_id))}
    letter, into = take(letter_id, LetterStep.MERGE, version), locked[into_id]
    if into.state not in MERGES_INTO:
        raise Refused("那一件已经并入别的来信，请并入原来的那一件。")
    for follower in db.session.scalars(select(Letter).where(Letter.merged_into_id == letter.id).with_for_update()):
        follower.merged_into_id = into.id
    letter.merged_into_id = into.id
    settle(actor, letter, LetterStep.MERGE, reference(into), into=into.id)
    return letter


def separate(actor: Actor, letter_id: int, version: int | None = None) -> Letter:
    """Undo a merge: the voice waits for triage again."""
    letter = take(letter_id, LetterStep.SEPARATE, version)
    former, letter.merged_into_id = letter.merged_into_id, None
    settle(actor, letter, LetterStep.SEPARATE, f"#{former}", was_in=former)
    return letter


def reopen(actor: Actor, letter_id: int, version: int | None = None) -> Letter:
    """Let a voice be settled anew: nothing was done, or what was listed was not taken up."""
    letter = take(letter_id, LetterStep.REOPEN, version)
    if letter.finding is not None and letter.finding.status is not FindingStatus.DISMISSED:
        raise Refused(f"它列成的问题现在是“{letter.finding.status.label}”，不予立项以后才能重新分办。")
    if letter.rectified_on is not None or letter.published_on is not None:
        raise Refused("已经登记落实或公示，不能重新分办。")
    letter.reason, letter.finding_id = "", None
    settle(actor, letter, LetterStep.REOPEN)
    return letter


def may_leave(letter: Letter, texts: dict[str, str], checked: bool) -> None:
    """Refuse words that name who spoke or who is named; ask for a second look where they could be found out."""
    names = private_of(letter).names
    for field, text in texts.items():
        if found := leaks(text, names):
            raise Invalid(f"文字里有{'、'.join(found)}，出了跑改办就藏不住。请改成化名，号码去掉。", field)
    warned = warnings_of("\n".join(texts.values()))
    if warned and not checked:
        raise Invalid(f"文字里有{'、'.join(warned)}，可能认出是谁。请改笼统些；确属需要的，勾选“已核对”。", "checked")


@after_move
def keep_names_in(_actor: Actor, finding: Finding, step: Step) -> None:
    """Refuse to send out a problem whose words, changed since, name who wrote the letter behind it."""
    if finding.source_kind is not SourceKind.LETTER or step not in _OUT:
        return
    voices = select(Letter).where(Letter.finding_id == finding.id)
    words = "\n".join((finding.title, finding.fact, finding.suggestion, finding.demand))
    for letter in db.session.scalars(voices):
        if found := leaks(words, private_of(letter).names):
            raise Invalid(f"文字里有来信人或信里提到的{'、'.join(found)}，请改成化名再交办。", "fact")


def _unit_of(window_id: int | None) -> int | None:
    window: Any = db.session.get(Window, window_id) if window_id is not None else None
    return window.unit_id if window is not None else None
