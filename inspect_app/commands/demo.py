"""`demo load` and `demo clear`: a whole fictional city, only where nothing real is at stake."""

import click
from flask.cli import AppGroup
from flask_migrate import downgrade, upgrade

from inspect_app.audit.queries import kept_path
from inspect_app.commands.demo_world import loading
from inspect_app.config import PROJECT_ROOT, current_settings
from inspect_app.database import db

group = AppGroup("demo", help="演示数据：虚构的明州市。")


@group.command("load")
@click.option("--seed", type=int, default=1, show_default=True, help="同一个数，同一份数据。")
@click.option("--if-empty", is_flag=True, help="已有数据时什么也不做。")
def load(seed: int, if_empty: bool) -> None:
    """Load the demo world into an empty installation."""
    _refuse_in_production()
    if not loading.is_empty():
        if if_empty:
            click.echo("已有数据，演示数据没有装入。")
            return
        raise click.ClickException("这里已经有数据，演示数据只能装进空的系统。要重来，请先用 demo clear 清空。")
    if loading.has_files():
        raise click.ClickException("文件存储里已经有文件，演示数据只能装进空的系统。请换一个空的目录，或先清空它。")
    db.session.rollback()
    loading.load(seed)
    click.echo("演示数据已装好：明州市，44 个单位，240 次走访。")


@group.command("clear")
def clear() -> None:
    """Drop and recreate database, chain and files; refused once real rows exist."""
    _refuse_in_production()
    real = loading.real_things()
    if real:
        raise click.ClickException(f"这里有不是演示的数据（{'；'.join(real)}），不能清空。")
    files = loading.remove_files()
    db.session.remove()
    folder = str(PROJECT_ROOT / "migrations")
    downgrade(folder, revision="base")
    upgrade(folder)
    kept_path().unlink(missing_ok=True)
    click.echo(f"演示数据已清空，数据库已重建，删去 {files} 个文件。")


def _refuse_in_production() -> None:
    if current_settings().production:
        raise click.ClickException("正式模式下没有演示数据。")
