"""What the ledger's filters offer a person: only what may stand in their list."""

from dataclasses import dataclass

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Site, Window
from inspect_app.database import db
from inspect_app.findings.rules.workflow import ENDED, OPEN
from inspect_app.findings.vocabulary import FindingStatus, Grade, PainType
from inspect_app.rectification.queries.ledger_rows import covert_word
from inspect_app.rectification.rules.ledger_address import COVERT
from inspect_app.rectification.rules.saved_views import MINE
from inspect_app.rectification.vocabulary import LedgerFilter, StatusGroup

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """The choices of each filter as (value in the address, words)."""

    units: Choices
    sites: Choices
    campaigns: Choices
    methods: Choices
    statuses: Choices
    kinds: Choices
    grades: Choices

    def words(self, name: str, asked: LedgerFilter) -> str:
        """Return a set filter in words, such as `状态：整改中`."""
        label, choices, value = self._described(name, asked)
        return f"{label}：{dict(choices).get(value, value)}"

    def _described(self, name: str, asked: LedgerFilter) -> tuple[str, Choices, str]:
        described: dict[str, tuple[str, Choices]] = {
            "mine": ("视图", [(str(True), MINE.label)]),
            "status": ("状态", self.statuses),
            "lamp": ("灯", [(asked.lamp.value, asked.lamp.label)] if asked.lamp else []),
            "unit_id": ("责任单位", self.units),
            "site_id": ("网点", self.sites),
            "campaign_id": ("专项", self.campaigns),
            "kind": ("痛堵难", self.kinds),
            "grade": ("等次", self.grades),
            "method": ("发现方式", self.methods),
            "covert": ("发现方式", self.methods),
            "instructed": ("批示", [(str(True), "批示件")]),
            "delivered_from": ("交办从", []),
            "delivered_to": ("交办到", []),
            "due_from": ("到期从", []),
            "due_to": ("到期到", []),
            "text": ("查找", []),
        }
        label, choices = described[name]
        return label, choices, COVERT if name == "covert" else str(getattr(asked, name))


def choices_for(actor: Actor) -> LedgerChoices:
    """Return what a person may filter by."""
    shown = [status for status in FindingStatus if status in OPEN | ENDED]
    return LedgerChoices(
        units=_units(actor),
        sites=_sites(actor),
        campaigns=_campaigns(),
        methods=[*VisitMethod.choices(), (COVERT, covert_word(actor))],
        statuses=[*StatusGroup.choices(), *((status.value, status.label) for status in shown)],
        kinds=PainType.choices(),
        grades=Grade.choices(),
    )


def _sees_all(actor: Actor) -> bool:
    return may(actor, Permission.READ_ALL_FINDINGS) or may(actor, Permission.VERIFY)


def _units(actor: Actor) -> Choices:
    query = select(Unit.id, Unit.short_name).order_by(Unit.sort_no, Unit.id)
    if not _sees_all(actor):
        query = query.where(Unit.id.in_(units_of(actor, Permission.READ_UNIT_FINDINGS)))
    return [(str(key), name) for key, name in db.session.execute(query)]


def _sites(actor: Actor) -> Choices:
    query = select(Site.id, Site.name).order_by(Site.code)
    if not _sees_all(actor):
        mine = Window.unit_id.in_(units_of(actor, Permission.READ_UNIT_FINDINGS))
        query = query.where(Site.id.in_(select(Window.site_id).where(mine)))
    return [(str(key), name) for key, name in db.session.execute(query)]


def _campaigns() -> Choices:
    query = select(Campaign.id, Campaign.name).order_by(Campaign.id.desc())
    return [(str(key), name) for key, name in db.session.execute(query)]
