"""导入平板文件: what a tablet could not send comes to the office as a file, and becomes the identical record."""

from dataclasses import dataclass
from typing import Any

import msgspec
from flask import current_app, request

from forms.field import RescueForm
from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import transaction
from inspect_app.extensions import csrf
from inspect_app.field import actions, queries
from inspect_app.field.actions import Came
from inspect_app.field.actions.opinions import take_opinion
from inspect_app.field.queries.rescuing import open_rescue, photos_of
from inspect_app.field.rules.reading import read_as
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import outside_forms
from inspect_app.field.views.api.submissions import take
from inspect_app.field.vocabulary.protocol import DraftSent, OpinionPosted, Rescued, RescuedItem, SubmissionSent
from inspect_app.foundation.errors import DomainError, Invalid
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import hang, rendered

_RESCUE_BYTES = 300 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RescuedRow:
    """What became of one thing in a file; never more of a shopper than the code."""

    author: str
    words: str
    receipt: str
    good: bool


@blueprint.route("/tablets/import", methods=["GET", "POST"])
@outside_forms
@requires(Permission.PLAN_VISITS)
def rescue() -> Any:
    """Take a file a tablet exported; it may hold many photos, so the limit is its own."""
    request.max_content_length = _RESCUE_BYTES
    if request.method == "POST" and current_app.config.get("WTF_CSRF_ENABLED", True):
        csrf.protect()  # here, because the extension would read the file under the limit of a page
    form, rows = RescueForm(), None
    if form.validate_on_submit():
        try:
            author, rescued = open_rescue(form.file.data.read())
        except Invalid as error:
            hang(form, error)
        else:
            rows = _take_all(current_actor(), author, rescued)
    return rendered("field/rescue.html", form=form, rows=rows)


def _take_all(office: Actor, author: Actor, rescued: Rescued) -> list[RescuedRow]:
    with transaction():
        uuids = [item.uuid for item in rescued.items]
        record(office, "tablet.rescued", "file", "tablet", items=uuids, drafts=len(rescued.drafts))
    rows = [_take(author, item) for item in rescued.items]
    rows += [_keep_draft(author, draft.visit_id, draft.body) for draft in rescued.drafts]
    rows += [_hear(opinion) for opinion in rescued.opinions]
    return rows


def _hear(posted: OpinionPosted) -> RescuedRow:
    try:
        with transaction():
            heard = take_opinion(posted)
    except DomainError as error:
        return RescuedRow("群众", error.message, "", good=False)
    return RescuedRow("群众", "这份意见以前已经收到" if heard.again else "意见已收到", "", good=True)


def _take(author: Actor, item: RescuedItem) -> RescuedRow:
    raw = item.submission.encode()
    try:
        came = Came(item.uuid, raw, read_as(SubmissionSent, raw))
        for sha256, data in photos_of(item).items():
            if queries.find_upload(author, sha256) is None:
                kept = actions.keep_photo(author, sha256, data)
                with transaction():
                    actions.note_photo(author, kept)
        facts = msgspec.json.decode(take(author, came).get_data())
        if facts.get("status") == "receiving" and not facts["missing"]:
            facts = _finish(author, came)
    except DomainError as error:
        return RescuedRow(author.name, error.message, "", good=False)
    if facts.get("status") == "complete":
        return RescuedRow(author.name, "已收到", facts["receipt"], good=True)
    return RescuedRow(author.name, facts.get("message") or f"还缺 {len(facts['missing'])} 张照片", "", good=False)


def _finish(author: Actor, came: Came) -> dict[str, Any]:
    taking = queries.take_up(author, came.sent, open_only=False)
    with transaction():
        ack = actions.finish(author, came.uuid, came.sent, taking)
    facts: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(ack))
    return facts


def _keep_draft(author: Actor, visit_id: str, body: dict[str, Any]) -> RescuedRow:
    try:
        visit, _ = queries.visit_facts(author, visit_id, open_only=False)
        with transaction():
            _, kept = actions.save_draft(author, visit, DraftSent(0, body))
    except DomainError as error:
        return RescuedRow(author.name, error.message, "", good=False)
    words = "草稿已存到服务器，本人可在别的平板上接着填" if kept else "服务器上已有这份草稿，没有改动"
    return RescuedRow(author.name, words, "", good=kept)
