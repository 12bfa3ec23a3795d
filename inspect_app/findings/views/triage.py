"""One problem before delivery: settle, dispatch, queue, dismiss."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.findings import DismissForm, TriageForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.findings.actions.triaging import default_release, dismiss, dispatch, queue, save_triage
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import (
    case_facts,
    get_for_office,
    item_choices,
    names_known,
    photos_to_pass,
    proposals_for,
    stands_in_their_system,
    term_previews,
    window_choices,
)
from inspect_app.findings.queries.linked import earlier_of, grade_before, kept_reason_of
from inspect_app.findings.rules.naming import traces
from inspect_app.findings.rules.recurrence import raised
from inspect_app.findings.rules.workflow import allowed_steps
from inspect_app.findings.views import blueprint
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_PRE = frozenset({FindingStatus.DRAFT, FindingStatus.SUBMITTED, FindingStatus.DISMISSED})
# Buttons that fill in and save nothing: what they filled in, and where on the page.
_FILL_IN = {
    "again": ("已按重复发生填好编号和等次，请核对后交办或保存。", "recurrence"),
    "not_again": ("已按不算重复发生改回等次，请核对后交办或保存。", "recurrence"),
    "merge": ("已填好重复的编号和理由，请核对后点“不予立项”。", "dismissal"),
}


@blueprint.get("/findings/<int:finding_id>")
@requires(Permission.TRIAGE)
def triage_finding(finding_id: int) -> Any:
    """Show a problem to be settled; one that was delivered has its case page."""
    finding = get_for_office(current_actor(), finding_id)
    if finding.status not in _PRE:
        return redirect(f"/case/{finding.number}")
    return _page(finding, _form(finding), DismissForm(formdata=None))


@blueprint.post("/findings/<int:finding_id>")
@requires(Permission.TRIAGE)
def settle(finding_id: int) -> Any:
    """Save, dispatch or queue, as the button says; or show what taking an earlier finding's place would mean."""
    actor = current_actor()
    finding = get_for_office(actor, finding_id)
    form = _form(finding)
    chosen, _, reference = request.form.get("do", "").partition(" ")
    if chosen in _FILL_IN:
        return _filled_in(finding, form, chosen, reference)
    deeds = {
        "dispatch": lambda: dispatch(actor, finding_id, form.triage()),
        "queue": lambda: queue(actor, finding_id, form.triage(), form.release()),
    }
    if not attempt(form, deeds.get(chosen, lambda: save_triage(actor, finding_id, form.triage()))):
        return _page(get_for_office(actor, finding_id), form, DismissForm(formdata=None))
    flash(_receipt(get_for_office(actor, finding_id), chosen))
    back = url_for("findings.triage") if chosen in deeds else url_for(".triage_finding", finding_id=finding_id)
    return redirect(back)


@blueprint.post("/findings/<int:finding_id>/dismiss")
@requires(Permission.TRIAGE)
def dismiss_finding(finding_id: int) -> Any:
    """Decide not to register a problem."""
    actor = current_actor()
    finding, form = get_for_office(actor, finding_id), DismissForm()

    def deed() -> None:
        dismiss(actor, finding_id, reason=form.reason.data or "", duplicate_of=form.duplicate_of.data or "")

    if attempt(form, deed):
        flash(f"“{finding.title}”不予立项，理由已记下。")
        return redirect(url_for("findings.triage"))
    return _page(get_for_office(actor, finding_id), _form(finding, typed=False), form)


def _filled_in(finding: Finding, form: TriageForm, chosen: str, reference: str) -> Any:
    """Show the page with what was typed, and what an earlier finding means for it; nothing is saved yet."""
    if chosen == "merge":
        data = {"duplicate_of": reference, "reason": f"与 {reference} 重复。"}
        return _page(finding, form, DismissForm(formdata=None, data=data), _FILL_IN[chosen])
    before = grade_before(finding)
    form.propose(reference, raised(before) if chosen == "again" else before)
    return _page(finding, form, DismissForm(formdata=None), _FILL_IN[chosen])


def _form(finding: Finding, *, typed: bool = True) -> TriageForm:
    options: dict[str, Any] = {} if typed else {"formdata": None}
    earlier = earlier_of(finding)
    # Not `obj=`: the finding's own lead_unit, window and files are rows, not what a form chooses from.
    form = TriageForm(
        data={
            "title": finding.title,
            "fact": finding.fact,
            "suggestion": finding.suggestion,
            "demand": finding.demand,
            "due": finding.due,
            "version": finding.version,
            "category": finding.category.value,
            "pain_type": finding.pain_type.value if finding.pain_type else "",
            "grade": finding.grade.value,
            "lead_unit": finding.lead_unit_id,
            "assists": [assist.unit_id for assist in finding.assists],
            "window": finding.window_id,
            "item": finding.item_id,
            "files": [row.file_id for row in finding.files],
            "plan": _plan_choice(finding),
            "recurrence_of": earlier.number if earlier else "",
            "kept_reason": kept_reason_of(finding),
            "release_at": clock.local(default_release()),
            "found_lately": finding.found_lately,
        },
        **options,
    )
    files = [(photo.file_id, photo.public_id) for photo in photos_to_pass(finding)]
    form.offer(unit_choices(), window_choices(finding), item_choices(finding), files)
    return form


def _plan_choice(finding: Finding) -> str:
    """Return what was said about a plan, or nothing where the grade decides."""
    if finding.needs_plan == (finding.grade is Grade.MAJOR):
        return ""
    return "yes" if finding.needs_plan else "no"


def _page(finding: Finding, form: TriageForm, dismissal: DismissForm, filled_in: tuple[str, str] | None = None) -> Any:
    actor = current_actor()
    release = default_release()
    words = "\n".join((finding.title, finding.fact, finding.suggestion, finding.demand))
    return rendered(
        "findings/triage_finding.html",
        form=dismissal if dismissal.errors else form,
        triage=form,
        dismissal=dismissal,
        finding=finding,
        steps=allowed_steps(actor, case_facts(finding, actor), clock.today()),
        terms=term_previews(release if finding.is_covert else clock.now()),
        photos=photos_to_pass(finding),
        proposals=proposals_for(actor, finding),
        filled_in=filled_in,
        grade_before=grade_before(finding),
        grade_raised=raised(grade_before(finding)),
        warnings=traces(words, names_known(), covert=finding.is_covert),
        release=release,
        traced=stands_in_their_system(finding),
    )


def _receipt(finding: Finding, chosen: str) -> str:
    unit = finding.lead_unit.short_name if finding.lead_unit else ""
    if chosen == "dispatch":
        return f"已交办 {finding.number}，{unit}"
    if chosen == "queue" and finding.release_at is not None:
        return f"已立项，{clock.local(finding.release_at):%m月%d日 %H:%M} 送达{unit}"
    return "已保存"
