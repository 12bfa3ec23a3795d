"""Write a script, change it until somebody has begun with it, put it away."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.visits.models import Script
from inspect_app.visits.queries.scripts import is_begun
from inspect_app.visits.rules.scripting import check_script
from inspect_app.visits.vocabulary import CleanScript

_WORDS = (
    "title", "item_id", "persona", "papers", "missing_paper", "ask", "limit_minutes", "never_reveal", "stop_line",
)  # fmt: skip


def write_script(actor: Actor, facts: CleanScript) -> Script:
    """Write a new script; raise Invalid naming the form's field."""
    _demand_planner(actor)
    script = Script()
    _fill(script, facts)
    db.session.add(script)
    db.session.flush()
    record(actor, "script.created", "script", script.id, permission=Permission.PLAN_VISITS, title=script.title)
    return script


def change_script(actor: Actor, script_id: int, facts: CleanScript) -> Script:
    """Change a script; raise Refused once a visit has begun with it, Conflict when somebody else was first."""
    script = _lock(actor, script_id)
    if is_begun(script_id):
        raise Refused("已经有走访按这份脚本办过，不能再改。请复制一份再改。")
    if script.version != facts.seen:
        raise Conflict("这份脚本刚被同事改过，两份都留着，请对照后再存。", mine=_said(facts), theirs=_said(script))
    before = script.title
    _fill(script, facts)
    db.session.flush()
    record(
        actor, "script.changed", "script", script.id, permission=Permission.PLAN_VISITS, title=(before, script.title)
    )
    return script


def switch_script(actor: Actor, script_id: int, *, active: bool) -> Script:
    """Offer a script to planners, or no longer; visits that follow it keep it."""
    script = _lock(actor, script_id)
    if script.active is not active:
        script.active = active
        db.session.flush()
        deed = "script.switched_on" if active else "script.switched_off"
        record(actor, deed, "script", script.id, permission=Permission.PLAN_VISITS, title=script.title)
    return script


def _lock(actor: Actor, script_id: int) -> Script:
    _demand_planner(actor)
    query = select(Script).where(Script.id == script_id).with_for_update()
    script = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if script is None:
        raise Missing()
    return script


def _demand_planner(actor: Actor) -> None:
    if not may(actor, Permission.PLAN_VISITS):
        raise NotAllowed("脚本由跑改办编写。")


def _fill(script: Script, facts: CleanScript) -> None:
    check_script(facts)
    same = select(Script.id).where(Script.title == facts.title, Script.id != (script.id or 0))
    if db.session.scalar(same) is not None:
        raise Invalid(f"已经有一份叫“{facts.title}”的脚本，请换个名称。", "title")
    for name in _WORDS:
        setattr(script, name, getattr(facts, name))
    script.must_tell, script.steps = list(facts.must_tell), list(facts.steps)


def _said(script: Script | CleanScript) -> dict[str, str]:
    return {
        "名称": script.title,
        "身份": script.persona,
        "材料": script.papers.label,
        "要问的": script.ask,
        "到此为止": script.stop_line,
    }
