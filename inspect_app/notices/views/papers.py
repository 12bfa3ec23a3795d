"""Routes of the daily notice: list, draft, edit, check, sign, download."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from exports.approval_word import approval_docx
from exports.paper.installed import font_states
from exports.paper.printing import missing_libraries
from forms.notices import CorrectionForm, DraftForm, ProseForm, StepForm
from inspect_app.access import Permission, may
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.evidence.queries import read_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing, NotAllowed
from inspect_app.foundation.pasting import shown, taken, unified
from inspect_app.notices.actions.drafting import add_correction, draft_notice, save_prose
from inspect_app.notices.actions.issuing import Blocked, move_notice, sign_notice
from inspect_app.notices.models import Bulletin, Notice
from inspect_app.notices.queries import subjects  # noqa: F401  registers how an instruction names a notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.queries.linting import complaints_of
from inspect_app.notices.queries.lists import get_document, get_notice, list_notices
from inspect_app.notices.queries.printing import find_print
from inspect_app.notices.queries.proofs import keeps_proofs
from inspect_app.notices.queries.recipients import deliveries_of
from inspect_app.notices.queries.stamps import stamps_of
from inspect_app.notices.rules.approval import approval_sheet
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.prose import FIGURES, RATIOS
from inspect_app.notices.rules.steps import NoticePosition, NoticeStep, allowed_steps, refusal
from inspect_app.notices.rules.sums import checked_sums
from inspect_app.notices.views import blueprint
from inspect_app.notices.views.rendering import render_documents
from inspect_app.notices.vocabulary import DocumentKind, NoticeFacts, NoticeState, Section
from inspect_app.notices.vocabulary.approval import ApprovalSheet
from inspect_app.web.filters import moment
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, download, rendered

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PROVERS = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE, Permission.READ_ALL_FINDINGS)
READERS = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE, Permission.READ_NOTICES)


@blueprint.route("/notices", methods=["GET", "POST"])
@requires(*READERS)
def index() -> Any:
    """List the notices; the office starts today's."""
    actor = current_actor()
    form = DraftForm(day=clock.today())
    form.campaign.choices = campaign_choices()
    made: list[Notice] = []
    drafts = may(actor, Permission.DRAFT_NOTICE)
    if request.method == "POST" and not drafts:
        raise NotAllowed("通报由跑改办拟稿。")
    if request.method == "POST" and attempt(
        form, lambda: made.append(draft_notice(actor, *form.facts()))
    ):
        return redirect(url_for("notices.one", notice_id=made[0].id))
    page = list_notices(actor, page_number())
    return rendered("notices/list.html", form=form, page=page, drafts=drafts)


@blueprint.get("/notices/<int:notice_id>")
@requires(*READERS)
def one(notice_id: int) -> Any:
    """Show a notice as it prints, its sums and the one next step."""
    notice = get_notice(current_actor(), notice_id)
    return _page(notice, CorrectionForm())


@blueprint.route("/notices/<int:notice_id>/edit", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def edit(notice_id: int) -> Any:
    """Edit the prose; numbers are tokens and can't be typed."""
    actor = current_actor()
    notice = get_notice(actor, notice_id)
    texts = {section.value: "\n".join(notice.prose.get(section.value, ())) for section in Section}
    form = ProseForm(version=notice.version, title=notice.title, **texts)
    checking = _paste_check(form)
    if not checking and attempt(form, lambda: save_prose(actor, notice_id, *form.facts())):
        flash("文字已存，数字仍按台账计算。")
        return redirect(url_for("notices.one", notice_id=notice_id))
    tokens = [*FIGURES, *RATIOS]
    slips = {name: shown(form[name].data or "") for name in (section.value for section in Section)}
    return rendered(
        "notices/edit.html", form=form, notice=notice, tokens=tokens, sections=list(Section), slips=slips,
        checked=checking and not any(slips.values()),
    )  # fmt: skip


@blueprint.post("/notices/<int:notice_id>/steps/<step>")
@requires(Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)
def move(notice_id: int, step: str) -> Any:
    """Send to be checked, pass on, return, or sign."""
    actor, wanted = current_actor(), NoticeStep.find(step)
    if wanted is None:
        raise Missing()
    get_notice(actor, notice_id)
    try:
        if attempt(StepForm(), _deed(notice_id, wanted)):
            flash(f"{wanted.label}：已办。")
    except Blocked as blocked:
        flash("这期通报还不能往下走，请先处理“送核、签发前检查”里标红的几处。", "error")
        page, _ = _page(get_notice(actor, notice_id), CorrectionForm())
        return page, blocked.status
    return redirect(url_for("notices.one", notice_id=notice_id))


@blueprint.post("/notices/<int:notice_id>/corrections")
@requires(Permission.DRAFT_NOTICE)
def correct(notice_id: int) -> Any:
    """Note a correction for the next issue."""
    actor = current_actor()
    notice = get_notice(actor, notice_id)
    form = CorrectionForm()
    if attempt(form, lambda: add_correction(actor, notice_id, *form.facts())):
        flash("更正已记下，印在下一期。")
        return redirect(url_for("notices.one", notice_id=notice_id))
    return _page(notice, form)


@blueprint.get("/notices/<int:notice_id>/word")
@requires(*READERS)
def word(notice_id: int) -> Any:
    """Send the Word file: the frozen one of an issued notice, else a draft made now."""
    return _file(notice_id, DocumentKind.WORD, _WORD)


@blueprint.get("/notices/<int:notice_id>/excel")
@requires(*READERS)
def excel(notice_id: int) -> Any:
    """Send the Excel file: the frozen one of an issued notice, else a draft made now."""
    return _file(notice_id, DocumentKind.EXCEL, _EXCEL)


@blueprint.get("/notices/<int:notice_id>/print")
@requires(*READERS)
def print_page(notice_id: int) -> Any:
    """Show the paper alone, to be printed from the browser; issued notices print what was frozen."""
    notice = get_notice(current_actor(), notice_id)
    return render_template(
        "notices/print.html", notice=notice, paper=paper_of(facts_of(notice)), missing=missing_libraries()
    )


@blueprint.get("/notices/<int:notice_id>/approval")
@requires(Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)
def approval(notice_id: int) -> Any:
    """Show 发文稿纸: who drafted, checked and signed, for the archive."""
    notice = get_notice(current_actor(), notice_id)
    back, word = url_for("notices.one", notice_id=notice_id), url_for("notices.approval_word", notice_id=notice_id)
    return render_template("notices/approval.html", back=back, word=word, sheet=_sheet(notice))


@blueprint.get("/notices/<int:notice_id>/approval/word")
@requires(Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)
def approval_word(notice_id: int) -> Any:
    """Send 发文稿纸 as Word."""
    notice = get_notice(current_actor(), notice_id)
    body = approval_docx(_sheet(notice), notice.issue_date.isoformat())
    return download(body, f"发文稿纸（{notice.issue_date}）.docx", _WORD)


@blueprint.get("/admin/fonts")
@requires(Permission.MANAGE_ACCOUNTS, Permission.DRAFT_NOTICE)
def fonts() -> Any:
    """Show which of the paper's fonts the server has, and what the PDF uses instead."""
    return render_template("notices/fonts.html", fonts=font_states(), missing=missing_libraries())


def _paste_check(form: ProseForm) -> bool:
    """Take the one proposal that was clicked, if any, into the text at hand; nothing is saved."""
    section, _, key = request.form.get("take", "").partition(":")
    if Section.find(section) is not None:
        box = form[section]
        box.data = taken(unified(box.data or ""), key)
    return "take" in request.form or "check" in request.form


def _sheet(notice: Notice) -> ApprovalSheet:
    return approval_sheet(paper_of(facts_of(notice)), stamps_of(notice))


def _deed(notice_id: int, step: NoticeStep) -> Any:
    actor = current_actor()
    if step is NoticeStep.SIGN:
        return lambda: sign_notice(actor, notice_id, render_documents)
    return lambda: move_notice(actor, notice_id, step)


def _file(notice_id: int, kind: DocumentKind, media_type: str) -> Any:
    notice = get_notice(current_actor(), notice_id)
    if notice.state is NoticeState.ISSUED:
        document = get_document(notice, kind)
        return download(read_document(document.storage_key), document.file_name, media_type)
    made = {document.kind: document for document in render_documents(facts_of(notice))}[kind]
    return download(made.body, made.file_name, media_type)


def _page(notice: Notice, form: CorrectionForm) -> Any:
    actor, facts = current_actor(), facts_of(notice)
    position = NoticePosition(notice.state, notice.drafted_by_id)
    prover, kept = any(may(actor, power) for power in _PROVERS), keeps_proofs(notice)
    blocked = refusal(NoticeStep.PASS_CHECK, actor, position)
    return rendered(
        "notices/one.html",
        may_instruct=may(actor, Permission.INSTRUCT),
        form=form,
        notice=notice,
        facts=facts,
        issue_date=date.fromisoformat(facts.issue_date),
        paper=paper_of(facts),
        check_rows=_check_rows(facts),
        complaints=complaints_of(notice, facts) if notice.state is not NoticeState.ISSUED else [],
        progress=progress_of(notice),
        steps=allowed_steps(actor, position),
        reasons=[blocked.message] if blocked is not None else [],
        in_office=any(may(actor, power) for power in (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)),
        print_state=made.state if (made := find_print(notice)) is not None else None,
        deliveries=deliveries_of(notice) if notice.state is NoticeState.ISSUED else [],
        proofs=prover and kept,
        unkept=prover and not kept,
        may_correct=notice.state is NoticeState.ISSUED and may(actor, Permission.DRAFT_NOTICE),
    )


def _check_rows(facts: NoticeFacts) -> list[tuple[str, str]]:
    return [
        (f"{row.label}：正文 {row.in_text}，{row.where} {row.in_table}", "ok" if row.agrees else "bad")
        for row in checked_sums(facts)
    ]


def progress_of(paper: Notice | Bulletin) -> list[tuple[str, str, str]]:
    """Return 拟稿, 核稿, 签发 of a paper with the time each was done."""
    place = list(NoticeState).index(paper.state)
    steps = (("拟稿", paper.drafted_at), ("核稿", paper.checked_at), ("签发", paper.signed_at))
    states = ("done", "now", "todo")
    return [
        (name, moment(at) if at else "", states[0 if place > number else 1 if place == number else 2])
        for number, (name, at) in enumerate(steps)
    ]
