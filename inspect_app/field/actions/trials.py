"""具体办: begin a trial, keep what happened, take it away again."""

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.field.actions.opening import demand_same, lock_open, note_deed
from inspect_app.field.queries import cancelled_names, get_trial, item_of_visit, listed_papers
from inspect_app.field.rules import digest, paper_origin
from inspect_app.field.rules.trials import fault_of, minutes_told, trial_content, trial_text
from inspect_app.field.vocabulary import TrialWords
from inspect_app.findings.models import Finding
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import ScriptBreak, TrialOutcome

MAX_TRIALS = 20


def add_trial(
    actor: Actor,
    public_id: str,
    *,
    item_id: int | None,
    window_id: int | None,
    persona: str = "",
    papers_complete: bool | None = None,
) -> Trial:
    """Begin a trial of a matter at one of the visit's windows."""
    visit = lock_open(actor, public_id)
    if len(visit.trials) >= MAX_TRIALS:
        raise Invalid(f"一次走访最多记 {MAX_TRIALS} 件具体办。")
    item = item_of_visit(item_id) if item_id is not None else None
    if item_id is not None and item is None:
        raise Invalid("没有这个事项，请重新选。", "item")
    trial = Trial(
        sort_no=len(visit.trials),
        item_id=item_id,
        window_id=_window(visit, window_id),
        persona=clean(persona),
        papers_complete=papers_complete,
    )
    visit.trials.append(trial)
    db.session.flush()
    note_deed(actor, "visit.trial_added", visit, trial=trial.id, item=item_id)
    return trial


def save_trial(actor: Actor, public_id: str, trial_id: int, words: TrialWords) -> Trial:
    """Keep what happened, cancelled proofs known by name; raise Conflict when another page changed it."""
    visit = lock_open(actor, public_id)
    trial = get_trial(visit, trial_id)
    before = trial_content(trial)
    listed, cancelled = listed_papers(trial.item), cancelled_names()
    named = dict.fromkeys(clean(name) for name in (*words.listed, *words.beyond))
    papers = [{"name": name, "origin": paper_origin(name, listed, cancelled).value} for name in named if name]
    steps = [{"at": at, "text": clean(text)} for at, text in words.steps]
    after = {
        "persona": clean(words.persona),
        "papers_complete": words.papers_complete,
        "fault": fault_of(words.papers_complete, words.fault),
        "accompanied": clean(words.accompanied),
        "steps": steps,
        "papers": papers,
        "told": [{"point": point, "told": told} for point, told in words.told],
        "trips": words.trips,
        **minutes_told(steps, words.waited_minutes, words.handled_minutes),
        "outcome": TrialOutcome.find(words.outcome) or TrialOutcome.NOT_YET,
        "script_break": ScriptBreak.find(words.script_break),
        "note": clean(words.note),
    }
    if digest(before) != digest(after):
        demand_same(words.base, digest(before), trial_text(after), trial_text(before))
    for name, value in after.items():
        setattr(trial, name, value)
    db.session.flush()
    note_deed(actor, "visit.trial_saved", visit, trial=trial.id, trips=trial.trips)
    return trial


def remove_trial(actor: Actor, public_id: str, trial_id: int) -> None:
    """Take a trial away; one that a problem was listed from stays."""
    visit = lock_open(actor, public_id)
    trial = get_trial(visit, trial_id)
    if db.session.scalars(select(Finding.id).where(Finding.trial_id == trial.id).limit(1)).first():
        raise Refused("从这件具体办列了问题，请先撤掉问题。")
    visit.trials.remove(trial)
    db.session.flush()
    note_deed(actor, "visit.trial_removed", visit, trial=trial_id)


def _window(visit: Visit, window_id: int | None) -> int | None:
    stops = [stop.window_id for stop in visit.stops]
    if window_id is not None and window_id not in stops:
        raise Invalid("这个窗口不在这次走访里。", "window")
    return window_id if window_id is not None else next(iter(stops), None)
