"""Which deed does each kind of work: one line a kind, whatever room the deed lives in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.dossier_word import dossier_docx
from exports.ledger_workbook import ledger_xlsx
from exports.paper.printing import missing_libraries
from forms.comparison_csv import read_cases
from inspect_app.accounts.actions import end_expired_sessions, end_expired_tablets
from inspect_app.audit.actions import check_chain
from inspect_app.comparison.actions.comparing import compare
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.evidence.actions import make_copies
from inspect_app.field.actions import forget_photos, tidy_drafts, tidy_uploads
from inspect_app.findings.actions.delivering import auto_accept, deliver
from inspect_app.foundation import clock
from inspect_app.keeping.actions.erasing import erase_expired
from inspect_app.messages.actions import gather, gather_all, send
from inspect_app.notices.actions.bulletin_printing import print_bulletin
from inspect_app.notices.actions.printing import make_print
from inspect_app.notices.views import render_bulletin_pdf, render_pdf
from inspect_app.projects.actions.reminding import remind_assigned
from inspect_app.projects.actions.scheme_urging import urge_schemes
from inspect_app.rectification.actions.archiving import make_archive
from inspect_app.rectification.actions.deferring import resume_due
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.actions.looking_back import plan_look_backs
from inspect_app.rectification.actions.reminding_due import remind_due
from inspect_app.rectification.actions.telling import remind_late_rulings
from inspect_app.rectification.rules.ledger_columns import offered
from inspect_app.rectification.vocabulary import Audience, LedgerRow
from inspect_app.tasks.vocabulary import TaskKind
from inspect_app.visits.actions.reminding import remind_report

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Job:
    """How a kind of work is done.

    An ordinary deed runs in the one transaction that marks its row as done: both happen or neither. One that
    touches files or the network opens its own transactions (`alone`) and must bear being done twice; it may
    return a moment before which there is no use in trying again. Small deeds of which thousands come at once
    are done `together`: a batch is one transaction, and if one of it fails each is done by itself.
    """

    run: Callable[[str], datetime | None]
    alone: bool = False
    together: bool = False


def _each(deed: Callable[[int], object]) -> Job:
    """Return a job whose row names one thing by its number."""

    def run(object_ref: str) -> None:
        deed(int(object_ref))

    return Job(run)


def _whole(*deeds: Callable[[], object]) -> Job:
    """Return a job that is done for everything at once."""

    def run(_object_ref: str) -> None:
        for deed in deeds:
            deed()

    return Job(run)


def _tidy_field(_object_ref: str) -> None:
    with transaction():
        tidy_drafts()
        gone = tidy_uploads()
    forget_photos(gone)


def _check_chain(_object_ref: str) -> None:
    check_chain()


def _erase_expired(_object_ref: str) -> None:
    erase_expired()


def _make_copies(object_ref: str) -> None:
    make_copies(int(object_ref))


def _gather(object_ref: str) -> None:
    if object_ref == EVERYTHING:
        gather_all(clock.today())
    else:
        gather(int(object_ref), clock.today())


def _make_archive(object_ref: str) -> None:
    make_archive(int(object_ref), dossier_docx, _contents)


def _print_notice(object_ref: str) -> datetime | None:
    return make_print(int(object_ref), render_pdf, missing_libraries())


def _print_bulletin(object_ref: str) -> datetime | None:
    return print_bulletin(int(object_ref), render_bulletin_pdf, missing_libraries())


def _compare(object_ref: str) -> None:
    compare(int(object_ref), read_cases)


def _contents(rows: Sequence[LedgerRow], audience: Audience) -> bytes:
    office = current_settings().office_name
    return ledger_xlsx(rows, offered(audience), office=office, made_at=clock.now())


HANDLERS: dict[TaskKind, Job] = {
    TaskKind.DELIVER_FINDING: _each(deliver),
    TaskKind.AUTO_ACCEPT: _each(auto_accept),
    TaskKind.MAKE_COPIES: Job(_make_copies, alone=True),
    TaskKind.ESCALATE: _whole(escalate_all),
    TaskKind.RESUME_DEFERRED: _each(resume_due),
    TaskKind.PLAN_LOOK_BACKS: _whole(plan_look_backs),
    TaskKind.REMIND: _whole(remind_due, remind_late_rulings, remind_assigned, urge_schemes),
    TaskKind.END_SESSIONS: _whole(end_expired_sessions, end_expired_tablets),
    TaskKind.TIDY_FIELD: Job(_tidy_field, alone=True),
    TaskKind.CHECK_CHAIN: Job(_check_chain, alone=True),
    TaskKind.ERASE_EXPIRED: Job(_erase_expired, alone=True),
    TaskKind.SEND_DIGEST: Job(_gather, together=True),
    TaskKind.REMIND_REPORT: _each(remind_report),
    TaskKind.MAKE_ARCHIVE: Job(_make_archive, alone=True),
    TaskKind.PRINT_NOTICE: Job(_print_notice, alone=True),
    TaskKind.PRINT_BULLETIN: Job(_print_bulletin, alone=True),
    TaskKind.COMPARE_DATA: Job(_compare, alone=True),
    TaskKind.SEND_MESSAGE: Job(lambda object_ref: send(int(object_ref)), alone=True),
}
