"""`keys reseal` and `keys audit`: another key for what is sealed, and for the audit chain from here on."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import Table, select, update

from inspect_app.access import SYSTEM
from inspect_app.accounts.actions.first_step import seal_context
from inspect_app.accounts.queries import NAME_CONTEXT
from inspect_app.audit.actions import record
from inspect_app.audit.queries import count_entries, find_broken_link
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import Base, transaction
from inspect_app.evidence.actions import seal_originals_anew
from inspect_app.field.queries.receiving import BODY
from inspect_app.foundation import randomness
from inspect_app.foundation.sealing import BrokenSeal
from inspect_app.voices.queries.letters import SEAL_CONTEXT
from inspect_app.voices.queries.opinions import PHONE_CONTEXT

group = AppGroup("keys", help="更换密钥。")

_BATCH = 500
_AUTHORS = {"author_seal", "actor_seal", "verifier_seal", "checker_seal", "uploader_seal"}
_CONTEXTS = {
    **dict.fromkeys(_AUTHORS, "author"),
    "name_seal": NAME_CONTEXT,
    "body_seal": BODY,
    "phone_seal": PHONE_CONTEXT,
    "private_seal": SEAL_CONTEXT,
}
# Nothing in them is ever changed, and the schema sees to it: what they hold opens under the earlier keys.
APPEND_ONLY = frozenset({"audit_entries", "finding_events"})


@group.command("reseal", help="把封存的内容改用新的封存密钥；可以中断，再运行时接着做。")
def reseal() -> None:
    """Seal every row and every original under the present key; interrupted, it goes on where it was."""
    if not current_settings().seal_keys_old:
        raise click.ClickException("请先把旧密钥放进 INSPECT_SEAL_KEYS_OLD，新密钥放进 INSPECT_SEAL_KEY。")
    try:
        rows = sum(_reseal(table, column) for table, column in sealed_columns() if table.name not in APPEND_ONLY)
        files = seal_originals_anew()
    except BrokenSeal as error:
        raise click.ClickException("有内容用现在和以前的密钥都打不开，请核对 INSPECT_SEAL_KEYS_OLD。") from error
    click.echo(f"已改用新密钥：{rows} 处内容、{files} 个原件。旧密钥还要留在 INSPECT_SEAL_KEYS_OLD 里。")


@group.command("audit", help="从下一条起用新的审计密钥；先停掉网页和后台进程。")
def audit() -> None:
    """Check the chain, write down that the key changes, and print what to set before anything is started again."""
    broken = find_broken_link()
    if broken is not None:
        raise click.ClickException(f"审计链在第 {broken} 条断开，先查清楚再换密钥。")
    with transaction():
        record(SYSTEM, "audit.key_changed", "audit", "chain")
    last, settings = count_entries(), current_settings()
    earlier = ",".join([*settings.audit_keys_old, f"{last}:{settings.audit_key}"])
    click.echo(f"前 {last} 条仍用旧密钥核对。启动以前请设置：")
    click.echo(f"INSPECT_AUDIT_KEY={randomness.token() + randomness.token()}")
    click.echo(f"INSPECT_AUDIT_KEYS_OLD={earlier}")


def sealed_columns() -> list[tuple[Table, str]]:
    """Return every column that holds seals, by table."""
    return [
        (table, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_seal")
    ]


def context_of(table: Table, column: str) -> Callable[[Any], str]:
    """Return what tells a row's seal from those of other uses; raise KeyError for a column nobody thought of."""
    if (table.name, column) == ("second_steps", "secret_seal"):
        return lambda row: seal_context(row[0])
    context = _CONTEXTS[column]
    return lambda _row: context


def _reseal(table: Table, column: str) -> int:
    """Seal a column anew, some rows a transaction; return how many were under an earlier key."""
    (key,) = table.primary_key.columns
    context, done, last = context_of(table, column), 0, None
    while True:
        with transaction() as session:
            query = select(key, table.c[column]).where(table.c[column].is_not(None)).order_by(key).limit(_BATCH)
            rows = session.execute(query if last is None else query.where(key > last)).all()
            for row in rows:
                anew = current_sealer().seal_anew(row[1], context(row))
                if anew is not None:
                    session.execute(update(table).where(key == row[0]).values({column: anew}))
                    done += 1
        if len(rows) < _BATCH:
            return done
        last = rows[-1][0]
