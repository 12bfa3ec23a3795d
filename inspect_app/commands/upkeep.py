"""`audit verify`, `calendar seed`, `notice draft`."""

from datetime import datetime

import click
from flask.cli import AppGroup

from inspect_app.access import SYSTEM
from inspect_app.audit.queries import look_at_chain
from inspect_app.calendar.actions import seed_from_library
from inspect_app.campaigns.queries import find_campaign
from inspect_app.commands.saying import plainly
from inspect_app.database import transaction
from inspect_app.foundation.errors import Invalid
from inspect_app.notices.actions.drafting import draft_notice

audit = AppGroup("audit", help="审计链。")
calendar = AppGroup("calendar", help="工作日历。")
notices = AppGroup("notice", help="通报。")


@audit.command("verify", help="逐条核对审计链；断开时退出码为 1，并说出是第几条。")
def verify() -> None:
    """Check every link of the chain; exit 1 and name the first that is broken."""
    looked = look_at_chain()
    if looked.broken is not None:
        raise click.ClickException(f"审计链在第 {looked.broken} 条断开：这一条被改动、删除或调换过，或者后面的被截去。")
    click.echo(f"审计链完整，共 {looked.entries} 条。与另存的 {looked.marks} 个链头一致。")


@calendar.command(
    "seed",
    help="载入程序自带而表里没有的年份；人改过的不动。启动 worker 时也会自动做。",
)
def seed() -> None:
    """Load the years that come with the program and are not in the table; what people loaded stays.

    Nobody has to remember it: `person add`, `demo load` and every start of `worker` do the same. `db upgrade`
    changes tables only, never rows.
    """
    with transaction():
        years = seed_from_library()
    click.echo(f"已载入：{'、'.join(map(str, years))}" if years else "没有新的年份。")


@notices.command("draft", help="起草当天的通报；已有在办的就说出是哪一期。")
@click.option("--campaign", required=True, help="专项编码。")
@click.option("--date", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="通报日期，例如 2026-05-18。")
@plainly
def draft(campaign: str, day: datetime) -> None:
    """Start the day's notice, or name the one in hand."""
    found = find_campaign(campaign)
    if found is None:
        raise Invalid(f"没有编码为“{campaign}”的专项。")
    with transaction():
        notice = draft_notice(SYSTEM, found.id, day.date())
        said = f"{notice.title}：{notice.state.label}"
    click.echo(said)
