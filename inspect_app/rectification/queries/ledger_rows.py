"""How a finding reads on one line of the ledger."""

from datetime import date
from typing import Any

from inspect_app.access import Actor
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.findings.rules.clocks import LampView, lamp
from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.foundation import clock
from inspect_app.rectification.rules.ledger_columns import LedgerColumn, offered
from inspect_app.rectification.rules.privacy import ON_SITE_WORD, audience_of
from inspect_app.rectification.vocabulary import Audience, LedgerRow

_COVERT_WORD = "暗访"


def covert_word(actor: Actor) -> str:
    """Return the word under which somebody reads covert findings: the office 暗访, all others 实地督查."""
    return _COVERT_WORD if audience_of(actor) is Audience.OFFICE else ON_SITE_WORD


class RowReader:
    """Turn rows of the database into lines; equal deadlines are counted once."""

    def __init__(self, actor: Actor) -> None:
        self._covert = covert_word(actor)
        self._tells_source = LedgerColumn.SOURCE in offered(audience_of(actor))
        self._calendar, self._today = work_calendar(), clock.today()
        self._near = current_settings().clocks.near
        self._lamps: dict[tuple[FindingStatus, date | None], LampView] = {}

    def __call__(self, row: Any) -> LedgerRow:
        """Return the line of one row."""
        burning = self._lamp(row.status, row.lamp_due)
        return LedgerRow(
            number=row.number,
            title=row.title,
            unit=row.unit,
            place=" ".join(part for part in (row.site, row.window) if part),
            kind="·".join(part.label for part in (row.pain_type, row.grade) if part is not None),
            method=self._covert if row.is_covert else row.method.label,
            status=row.status,
            delivered_on=clock.day_of(row.delivered_at),
            due=row.due,
            lamp=burning.lamp,
            lamp_text=_text(row, burning),
            item=row.item or "",
            source=row.source_kind.label if self._tells_source else "",
            campaign=row.campaign,
            original_due=row.original_due,
            answered_on=clock.day_of(row.last_feedback_at) if row.last_feedback_at else None,
            rework=row.rework_count,
            closed_on=clock.day_of(row.closed_at) if row.closed_at else None,
        )

    def _lamp(self, status: FindingStatus, limit: date | None) -> LampView:
        key = (status, limit)
        if key not in self._lamps:
            self._lamps[key] = lamp(status, limit, self._today, self._near, self._calendar)
        return self._lamps[key]


def _text(row: Any, burning: LampView) -> str:
    if row.status is FindingStatus.CLOSED:
        return f"{clock.local(row.closed_at):%m-%d} 销号"
    if burning.lamp is Lamp.DONE:
        return str(row.status.label)
    if burning.days is None:
        return f"{clock.local(row.last_feedback_at):%m-%d} 已反馈" if row.last_feedback_at else burning.text
    if burning.lamp is Lamp.OVER:
        return f"{-burning.days} 天" if burning.days else ""
    return f"剩 {burning.days} 天" if burning.days else burning.text
