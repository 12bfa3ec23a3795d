"""代录: somebody enters a visit for its author, with the paper sheet attached."""

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.visits.models import Visit, VisitFile
from inspect_app.visits.queries import lock_visit, office_sees
from inspect_app.visits.vocabulary import VisitMode, VisitStatus

_OPEN = frozenset({VisitStatus.PLANNED, VisitStatus.DRAFT, VisitStatus.RETURNED})


def enter_for_author(actor: Actor, public_id: str, sheet: bytes, file_name: str) -> Visit:
    """Take over the entry of a visit for its author; the scanned sheet is kept with it.

    Raise Refused when it is handed in already, or when another colleague is entering it.
    """
    visit = lock_visit(public_id, office_sees(actor))
    if not may(actor, Permission.ENTER_FOR_AUTHOR):
        raise NotAllowed("您没有代录走访的权限。")
    if visit.status not in _OPEN:
        raise Refused(f"这次走访现在是“{visit.status.label}”，不能再代录。")
    if visit.entered_by_id not in (None, actor.person_id):
        raise Refused("另一位同事正在代录这次走访。")
    covert = visit.mode is VisitMode.COVERT
    file = store_upload(actor, sheet, file_name, covert=covert)
    visit.entered_by_id = actor.person_id
    visit.files.append(VisitFile(file_id=file.id))
    db.session.flush()
    permission = Permission.ENTER_FOR_AUTHOR
    record(actor, "visit.entered", "visit", public_id, permission=permission, covert=covert, sheet=file.public_id)
    return visit
