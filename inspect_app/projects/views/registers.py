"""Routes of the registers, 承诺 to 专题组: list, one with its versions, add, correct."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.register_entry import EntryForm
from forms.registers import FORMS, JudgeForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.numbering import ratio
from inspect_app.projects.actions import registering as actions
from inspect_app.projects.queries import registers as queries
from inspect_app.projects.queries.register_lines import COLUMNS, LINES
from inspect_app.projects.queries.register_pages import version_rows, window_choices
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.listing import (
    READERS,
    Filter,
    Roll,
    day_in,
    is_office,
    kept_values,
    number_in,
    register_tabs,
    sheet,
    show,
    text_in,
)
from inspect_app.projects.vocabulary.registers import MediaKind, PledgeState, PraiseSource, Register, RegisterFilter
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_EMPTY = {
    Register.PLEDGES: "单位一把手在媒体上的承诺登记在这里，到期核定兑现没有。",
    Register.PRAISE: "走访、来信里的表扬登记在这里，列为典型做法的供通报选用。",
    Register.ANNOUNCEMENTS: "一批一批向社会公布的事项登记在这里：哪一批、哪天、什么渠道、多少项。",
    Register.DOCUMENTS: "改革文件和文号登记在这里，供标准和通报引用。",
    Register.FIGURES: "成效数字登记在这里，每个数都有口径、截至日期和来源。",
    Register.MEDIA: "媒体对改革和督察的报道登记在这里：哪家、哪天、什么标题。",
    Register.PILOTS: "先行试点登记在这里：哪里试、试什么、成效怎样。",
    Register.STAFFING: "窗口人员结构登记在这里，人均月办件由系统算；只登人数，不登姓名。",
    Register.PREPARATIONS: "每个专项的领导小组、实施方案、动员部署会登记在这里。",
    Register.TRAININGS: "民情观察团、督察员出发前的培训登记在这里：讲什么、多少人、几个课时；不登姓名。",
    Register.GROUPS: "改革专题组登记在这里：谁牵头、管哪些事项和项目，有没有协调、审核、督促的职责。",
}
_ABOUT = {Register.FIGURES: "占比由系统算；同一个数用在不同口径的会标出来"}


@blueprint.get("/registers")
@requires(*READERS)
def registers() -> Any:
    """Lead to the first register."""
    return redirect(url_for(".entries", register=Register.PLEDGES.value))


@blueprint.get("/registers/<register>")
@requires(*READERS)
def entries(register: str) -> Any:
    """List a register."""
    return show(_roll(_register(register)))


@blueprint.get("/registers/<register>/export")
@requires(*READERS)
def entries_export(register: str) -> Response:
    """Send the same list as Excel."""
    return sheet(_roll(_register(register)))


@blueprint.route("/registers/<register>/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_entry(register: str) -> Any:
    """Add an entry."""
    kind = _register(register)
    form = _offered(FORMS[kind]())
    del form.reason  # it is asked for when an entry is corrected
    if attempt(form, lambda: actions.add_entry(current_actor(), form.draft())):
        flash(f"{kind.label}已登记。")
        return redirect(url_for(".entries", register=register), 303)
    return rendered("projects/entry_form.html", form=form, register=kind, entry_id=None)


@blueprint.get("/registers/<register>/<int:entry_id>")
@requires(*READERS)
def entry(register: str, entry_id: int) -> Any:
    """Show an entry with every version."""
    return _page(_register(register), entry_id)


@blueprint.route("/registers/<register>/<int:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def correct_entry(register: str, entry_id: int) -> Any:
    """Correct an entry; the version before stays."""
    kind = _register(register)
    found = queries.get_entry(kind, entry_id)
    form = _offered(FORMS[kind](obj=found))
    reason = form.reason.data or ""
    if attempt(form, lambda: actions.correct_entry(current_actor(), entry_id, form.draft(), reason, form.seen)):
        flash("已更正，原来的内容留着。")
        return redirect(url_for(".entry", register=register, entry_id=entry_id), 303)
    return rendered("projects/entry_form.html", form=form, register=kind, entry_id=entry_id)


@blueprint.post("/registers/pledges/<int:entry_id>/judge")
@requires(Permission.TRIAGE)
def judge_pledge(entry_id: int) -> Any:
    """Say whether a pledge was kept."""
    queries.get_entry(Register.PLEDGES, entry_id)
    actor, form = current_actor(), JudgeForm()

    def deed() -> None:
        actions.judge_pledge(actor, entry_id, form.chosen(), form.evidence.data or "", form.numbers(), form.seen)

    if attempt(form, deed):
        flash("兑现情况已核定。")
        return redirect(url_for(".entry", register=Register.PLEDGES.value, entry_id=entry_id), 303)
    return _page(Register.PLEDGES, entry_id, form)


def _register(text: str) -> Register:
    found = Register.find(text)
    if found is None:
        raise Missing()
    return found


def _offered(form: EntryForm) -> EntryForm:
    campaigns = [(str(key), name) for key, name in campaign_choices()]
    form.offer(unit_choices(), window_choices(), campaigns)
    return form


def _page(kind: Register, entry_id: int, refused: JudgeForm | None = None) -> Any:
    found, office = queries.get_entry(kind, entry_id), is_office(current_actor())
    line = LINES[kind](found, clock.today(), False)
    judges = office and kind is Register.PLEDGES
    return rendered(
        "projects/entry.html",
        form=refused or (JudgeForm(formdata=None, version=str(found.version)) if judges else None),
        register=kind,
        entry=found,
        facts=list(zip([column.label for column in COLUMNS[kind]], line.cells, strict=True)),
        versions=version_rows(kind, queries.versions_of(kind, entry_id), office=office),
        is_office=office,
    )


def _roll(kind: Register) -> Roll:
    asked = _asked(kind)
    kept, due = queries.kept_promises(asked) if kind is Register.PLEDGES else (0, 0)
    reports, outlets = queries.counted_reports(asked) if kind is Register.MEDIA else (0, 0)
    held, came = queries.counted_trainings(asked) if kind is Register.TRAININGS else (0, 0)
    about = {
        Register.PLEDGES: f"已兑现 {ratio(kept, due)}",
        Register.MEDIA: f"报道 {reports} 篇，来自 {outlets} 家媒体",
        Register.TRAININGS: f"{held} 次，{came} 人次",
        **_ABOUT,
    }
    new = (f"登记{kind.label}", url_for(".new_entry", register=kind.value))
    return Roll(
        title=kind.label,
        about=about.get(kind, ""),
        columns=COLUMNS[kind],
        read=lambda offset, limit: queries.list_entries(kind, asked, offset, limit),
        unit="条",
        tabs=register_tabs(kind),
        filters=_filters(kind, asked),
        dates=(asked.since, asked.until),
        search=asked.text,
        kept=kept_values("q"),
        new=new if is_office(current_actor()) else None,
        clear=url_for(".entries", register=kind.value) if asked != RegisterFilter() else None,
        export=".entries_export",
        empty=(f"还没有登记{kind.label}", _EMPTY[kind]),
    )


def _asked(kind: Register) -> RegisterFilter:
    args = request.args
    return RegisterFilter(
        unit_id=number_in("unit") if kind in queries.OF_UNITS else None,
        state=PledgeState.find(args.get("state")) if kind is Register.PLEDGES else None,
        source=PraiseSource.find(args.get("source")) if kind is Register.PRAISE else None,
        kind=MediaKind.find(args.get("kind")) if kind is Register.MEDIA else None,
        typical=kind is Register.PRAISE and args.get("typical") == "1",
        since=day_in("from"),
        until=day_in("to"),
        text=text_in("q"),
    )


def _filters(kind: Register, asked: RegisterFilter) -> list[Filter]:
    unit: Filter = ("单位", "unit", queries.units_in(kind), str(asked.unit_id or ""))
    if kind is Register.PLEDGES:
        return [("兑现", "state", PledgeState.choices(), asked.state), unit]
    if kind is Register.PRAISE:
        typical: Filter = ("典型", "typical", [("1", "典型做法")], "1" if asked.typical else None)
        return [typical, ("来源", "source", PraiseSource.choices(), asked.source), unit]
    if kind is Register.MEDIA:
        return [("类型", "kind", MediaKind.choices(), asked.kind), unit]
    return [unit] if kind in queries.OF_UNITS else []
