"""Take a paper's number: one after the other in its series and year, taken only when the signing holds."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.database import db, is_sqlite
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.notices.models import Notice, NoticeSeries
from inspect_app.notices.queries.papers import series_for
from inspect_app.notices.rules.numbers import read_number, series_of
from inspect_app.notices.vocabulary.sending import PaperSettings


def take_number(notice: Notice, settings: PaperSettings) -> int:
    """Give a notice its series, year and number; raise Refused when the OA's number is missing or was used."""
    if settings.kind is PaperKind.RED_HEAD and settings.from_oa:
        return _take_typed(notice, settings)
    if settings.kind is PaperKind.RED_HEAD and not settings.doc_code:
        raise Refused("红头文件要有文号，请先在“公文格式”里填机关代字。")
    notice.series, notice.year = series_for(settings, notice.campaign), notice.issue_date.year
    return next_number(notice.series, notice.year)


def next_number(series: str, year: int) -> int:
    """Take the next number of a series in a year; it is given back when the transaction fails."""
    counter = _locked(series, year)
    counter.last += 1
    db.session.flush()
    return counter.last


def _take_typed(notice: Notice, settings: PaperSettings) -> int:
    try:
        number = read_number(settings.oa_number)
    except Invalid as error:
        raise Refused("这期用办公系统的文号，请先在“公文格式”里填上再签发。") from error
    notice.series, notice.year = series_of(settings.kind, "", number.code), number.year
    counter = _locked(notice.series, notice.year)
    used = select(Notice.id).where(
        Notice.series == notice.series, Notice.year == notice.year, Notice.issue_no == number.number
    )
    with db.session.no_autoflush:
        if db.session.scalar(used) is not None:
            raise Refused(f"文号“{number}”已经用过，请核对办公系统里的文号。")
    # A series that is continued here goes on behind what the OA gave.
    counter.last = max(counter.last, number.number)
    db.session.flush()
    return number.number


def _locked(series: str, year: int) -> NoticeSeries:
    """Return a series' counter, made when it is new: of two first signers one waits for the other."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    with db.session.no_autoflush:
        db.session.execute(insert(NoticeSeries).values(series=series, year=year, last=0).on_conflict_do_nothing())
        query = select(NoticeSeries).where(NoticeSeries.series == series, NoticeSeries.year == year)
        return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()
