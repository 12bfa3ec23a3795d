"""Scripts of matters that are really done: the list, writing one, changing or copying it, putting it away."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.scripts import ScriptForm, SwitchForm
from inspect_app.access import Permission
from inspect_app.visits.actions.scripts import change_script, switch_script, write_script
from inspect_app.visits.models import Script
from inspect_app.visits.queries.scripts import get_script, is_begun, list_scripts, matter_choices
from inspect_app.visits.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/scripts")
@requires(Permission.PLAN_VISITS)
def scripts() -> Any:
    """List the scripts."""
    text = (request.args.get("q") or "").strip()[:50]
    return rendered("visits/scripts.html", rows=list_scripts(current_actor(), text), text=text, form=None)


@blueprint.route("/scripts/new", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def new_script() -> Any:
    """Write a script, from scratch or from another."""
    actor, copied = current_actor(), request.args.get("copy", "")
    base = get_script(int(copied)) if copied.isascii() and copied.isdigit() and len(copied) < 10 else None
    form = ScriptForm(data=_as_written(base, "（改）") if base else None).offer(matter_choices())
    if attempt(form, lambda: write_script(actor, form.facts())):
        flash("脚本已写好，安排走访时可以选用。")
        return redirect(url_for("visits.scripts"), 303)
    return rendered("visits/script_form.html", form=form, script=None)


@blueprint.route("/scripts/<int:script_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def edit_script(script_id: int) -> Any:
    """Show a script; change it as long as nobody has begun with it."""
    actor, script = current_actor(), get_script(script_id)
    form = ScriptForm(data=_as_written(script)).offer(matter_choices())
    if attempt(form, lambda: change_script(actor, script_id, form.facts())):
        flash("脚本已改好。")
        return redirect(url_for("visits.scripts"), 303)
    return rendered("visits/script_form.html", form=form, script=script, begun=is_begun(script_id))


@blueprint.post("/scripts/<int:script_id>/switch")
@requires(Permission.PLAN_VISITS)
def switch(script_id: int) -> Any:
    """Put a script away, or offer it again."""
    actor, active = current_actor(), not get_script(script_id).active
    if attempt(SwitchForm(), lambda: switch_script(actor, script_id, active=active)):
        flash("脚本已启用。" if active else "脚本已停用，已安排的走访照旧用它。")
    return redirect(url_for("visits.scripts"), 303)


def _as_written(script: Script, more: str = "") -> dict[str, Any]:
    return {
        "title": script.title + more,
        "item": str(script.item_id or ""),
        "persona": script.persona,
        "papers": script.papers.value,
        "missing_paper": script.missing_paper,
        "ask": script.ask,
        "must_tell": "\n".join(script.must_tell),
        "steps": "\n".join(script.steps),
        "limit_minutes": script.limit_minutes,
        "never_reveal": script.never_reveal,
        "stop_line": script.stop_line,
        "seen": script.version,
    }
