"""Deeds of an online spot-check: keep it with its screenshots, mend it, judge a difference, list one as a problem."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.campaigns.queries import get_campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.findings.actions.taking_in import Told, take_in
from inspect_app.findings.models import Finding, FindingFile
from inspect_app.findings.vocabulary import Category, FileStage, SourceKind
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.projects.vocabulary.assigned import Upload
from inspect_app.spotchecks.models import GuideCheck, GuideCheckFile, GuideDifference
from inspect_app.spotchecks.queries.guides import get_check, may_check
from inspect_app.spotchecks.queries.phones import is_office
from inspect_app.spotchecks.queries.problems import is_taken
from inspect_app.spotchecks.rules import guides as rules
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckDraft, Found, Kind

_KIND = "guide_check"
_LONGEST, _MOST_LINES = 5000, 60
_MOST_FILES = 9
_SUGGESTION = "以公布的为准核对，窗口和网上改成一致，一并通知窗口人员。"


def make_check(actor: Actor, draft: CheckDraft, uploads: Sequence[Upload] = ()) -> GuideCheck:
    """Keep an online spot-check with its screenshots."""
    if not may_check(actor):
        raise NotAllowed("网上抽查由跑改办和督查员做。")
    get_campaign(draft.campaign_id)
    check = GuideCheck(made_at=clock.now(), made_by_id=actor.person_id or 0, **_facts(draft))
    db.session.add(check)
    db.session.flush()
    _compare(check, draft)
    _hang(actor, check, uploads)
    _record(actor, "guide_check.created", check, items=len(check.differences))
    return check


def mend_check(
    actor: Actor, check_id: int, draft: CheckDraft, uploads: Sequence[Upload] = (), seen: int | None = None
) -> GuideCheck:
    """Put right what was read; not once a difference is a problem, whose words would no longer stand here."""
    check = _lock(actor, check_id)
    if seen is not None and seen != check.version:
        raise Conflict(
            "这次抽查刚被别人改过，您写的还没有存。请对照后再存。",
            mine={"网址": draft.url, "说明": draft.note}, theirs={"网址": check.url, "说明": check.note},
        )  # fmt: skip
    if any(one.finding_id is not None for one in check.differences):
        raise Refused("有不一致已经列为问题，不能再改；网上改过的，请另做一次抽查。")
    get_campaign(draft.campaign_id)
    for name, value in _facts(draft).items():
        setattr(check, name, value)
    _compare(check, draft)
    _hang(actor, check, uploads)
    _record(actor, "guide_check.corrected", check, items=len(check.differences))
    return check


def judge_difference(actor: Actor, check_id: int, difference_id: int, *, same: bool) -> GuideCheck:
    """Say that two lines mean the same, so that they don't count; or that they do count after all."""
    check = _lock(actor, check_id)
    difference = _difference(check, difference_id)
    if difference.kind is Kind.UNPUBLISHED:
        raise Refused("网上没有公布，没有什么可对照的。")
    if difference.finding_id is not None:
        raise Refused("这一处已经列为问题。")
    difference.same_meaning = same
    _settle(check)
    deed = "guide_check.judged_same" if same else "guide_check.judged_different"
    _record(actor, deed, check, text=f"{difference.window_line} / {difference.online_line}")
    return check


def list_difference(actor: Actor, check_id: int, difference_id: int) -> Finding:
    """List a difference as a problem with both wordings and the screenshots; it waits for triage."""
    check = _lock(actor, check_id)
    difference = _difference(check, difference_id)
    if difference.same_meaning:
        raise Refused("这一处记成了意思一样，不算不一致。要列为问题，请先改回来。")
    if is_taken(difference.finding):
        raise Refused("这一处已经列为问题。")
    item, aspect = check.item.name, difference.aspect
    told = Told(
        source_kind=SourceKind.OFFICE, source_ref=str(check.id), campaign_id=check.campaign_id,
        found_on=check.checked_on, title=rules.problem_title(item, aspect),
        fact=rules.problem_words(
            item, check.url, check.found, aspect, difference.kind, difference.window_line, difference.online_line
        ),
        suggestion=_SUGGESTION, category=Category.GUIDE, unit_id=check.window.unit_id, window_id=check.window_id,
        item_id=check.item_id, method=VisitMethod.ONLINE,
    )  # fmt: skip
    power = Permission.PLAN_VISITS if is_office(actor) else Permission.CAPTURE
    finding = take_in(actor, told, permission=power)
    db.session.add_all(
        FindingFile(finding_id=finding.id, file_id=one.file_id, stage=FileStage.FOUND) for one in check.files
    )
    difference.finding_id = finding.id
    db.session.flush()
    return finding


def _facts(draft: CheckDraft) -> dict[str, Any]:
    url = clean(draft.url)
    if not url.startswith(("http://", "https://")):
        raise Invalid("网址要以 http:// 或 https:// 开头。", "url")
    if draft.checked_on > clock.today():
        raise Invalid("抽查日期不能晚于今天。", "checked_on")
    for field, table, key in (("item_id", ServiceItem, draft.item_id), ("window_id", Window, draft.window_id)):
        if db.session.get(table, key) is None:
            raise Invalid("没有这个事项或窗口，请重选。", field)
    online = draft.online if draft.found is Found.FOUND else {}
    return {
        "campaign_id": draft.campaign_id,
        "item_id": draft.item_id,
        "window_id": draft.window_id,
        "url": url,
        "found": draft.found,
        "checked_on": draft.checked_on,
        "window_texts": _texts("window", draft.window),
        "online_texts": _texts("online", online),
        "note": clean(draft.note),
        "outcome": rules.outcome_of(draft.found, 0),
    }


def _texts(side: str, given: Any) -> dict[str, str]:
    found = {}
    for aspect in Aspect:
        text = clean(given.get(aspect, ""))
        field = f"{side}_{aspect.value}"
        if len(text) > _LONGEST or len(rules.lines_of(text)) > _MOST_LINES:
            raise Invalid(f"{aspect.label}太长，最多 {_MOST_LINES} 行、{_LONGEST} 字。", field)
        if text:
            found[aspect.value] = text
    return found


def _compare(check: GuideCheck, draft: CheckDraft) -> None:
    """Keep every difference; what was read as the same before stays so where its lines stayed."""
    before = {(one.aspect, one.window_line, one.online_line) for one in check.differences if one.same_meaning}
    if draft.found is Found.FOUND:
        if not (check.window_texts and check.online_texts):
            raise Invalid("请把窗口和网上的指南都抄录下来，至少一样。", "online_papers")
        rows = [
            (aspect, row) for aspect, lines in rules.compared(*_sides(check)).items() for row in lines if row.kind
        ]
        made = [
            GuideDifference(
                sort_no=place, aspect=aspect, kind=row.kind, window_line=row.window_text, online_line=row.online_text,
                same_meaning=(aspect, row.window_text, row.online_text) in before,
            )
            for place, (aspect, row) in enumerate(rows, start=1)
        ]  # fmt: skip
    else:
        made = [GuideDifference(sort_no=1, kind=Kind.UNPUBLISHED)]
    check.differences = made
    _settle(check)


def _sides(check: GuideCheck) -> tuple[dict[Aspect, str], dict[Aspect, str]]:
    here, there = (
        {aspect: str(texts.get(aspect.value, "")) for aspect in Aspect}
        for texts in (check.window_texts, check.online_texts)
    )
    return here, there


def _settle(check: GuideCheck) -> None:
    check.outcome = rules.outcome_of(check.found, sum(not one.same_meaning for one in check.differences))
    db.session.flush()


def _lock(actor: Actor, check_id: int) -> GuideCheck:
    get_check(actor, check_id)
    db.session.scalars(select(GuideCheck).where(GuideCheck.id == check_id).with_for_update()).one()
    return get_check(actor, check_id)


def _difference(check: GuideCheck, difference_id: int) -> GuideDifference:
    found = next((one for one in check.differences if one.id == difference_id), None)
    if found is None:
        raise Refused("这次抽查刚改过，没有这一处不一致了，请看新的对照。")
    return found


def _hang(actor: Actor, check: GuideCheck, uploads: Sequence[Upload]) -> None:
    if len(check.files) + len(uploads) > _MOST_FILES:
        raise Invalid(f"截图最多 {_MOST_FILES} 张。", "files")
    for upload in uploads:
        try:
            file = store_upload(actor, upload.data, upload.name)
        except Invalid as error:
            raise Invalid(error.message, "files") from error
        check.files.append(GuideCheckFile(file_id=file.id))
    db.session.flush()


def _record(actor: Actor, deed: str, check: GuideCheck, **changes: Any) -> None:
    power = Permission.PLAN_VISITS if is_office(actor) else Permission.CAPTURE
    record(actor, deed, _KIND, check.id, permission=power, outcome=check.outcome.label, **changes)
