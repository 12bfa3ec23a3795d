"""What the office keeps to itself: scripts that covert visits follow, and how it found a report."""

from typing import Any

from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit, VisitCheck
from inspect_app.visits.vocabulary import VisitMode
from tests.visits.scripted import make_script

OFFICE_ONLY = "只给办公室看的"


def look_over(world: Any) -> None:
    """Give the covert visits of a world a script, and every visit that is handed in a reviewer's note."""
    script = make_script(title=f"{OFFICE_ONLY}脚本", stop_line=f"{OFFICE_ONLY}到此为止")
    reviewer = world["person:office_clerk"]
    world.ids["script"] = script.id
    with transaction():
        for visit in db.session.query(Visit).all():
            visit.script_id = script.id if visit.mode is VisitMode.COVERT else None
            if visit.submitted_at is None:
                continue
            note = f"{OFFICE_ONLY}核对备注"
            db.session.add(VisitCheck(visit_id=visit.id, round=visit.round, note=note, by_id=reviewer, at=clock.now()))
