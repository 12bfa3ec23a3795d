"""`import catalogue|people|checklist|calendar FILE [--dry-run]`: all of a file or nothing."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from forms.accounts_workbook import read_people
from forms.calendar_table import read_notice
from forms.catalogue_workbook import read_workbook
from forms.checklists_workbook import read_checklist_workbook
from inspect_app.access import SYSTEM
from inspect_app.accounts import actions as accounts
from inspect_app.accounts import queries as people_queries
from inspect_app.calendar import actions as calendar
from inspect_app.calendar.rules import notice_problems, year_of
from inspect_app.catalogue import actions as catalogue
from inspect_app.checklists import actions as checklists
from inspect_app.commands.saying import plainly
from inspect_app.database import transaction

group = AppGroup("import", help="从文件导入；有一处问题就什么都不导入。")

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_dry_run = click.option("--dry-run", is_flag=True, help="只检查，不写入。")


@group.command("catalogue", help="导入事项库工作簿：单位、网点窗口、事项、材料、取消证明。")
@_file
@_dry_run
@plainly
def import_catalogue(file: Path, dry_run: bool) -> None:
    """Import units, sites, windows, matters, papers and cancelled proofs from one workbook."""
    workbook = read_workbook(file.read_bytes())
    report: Any = catalogue.import_workbook(SYSTEM, workbook, dry_run=True, source=file.name)
    _stop_at(report.problems)
    if not dry_run:
        with transaction():
            report = catalogue.import_workbook(SYSTEM, workbook, source=file.name)
        _stop_at(report.problems)
    for count in report.counts:
        click.echo(f"{count.sheet}：新增 {count.added}，更新 {count.changed}，不变 {count.unchanged}")
    _say_end(dry_run)


@group.command("people", help="导入人员和角色。")
@_file
@_dry_run
@click.option("--codes", is_flag=True, help="给还没有密码的人发一次性口令并印出来，每人约四分之一秒。")
@plainly
def import_people(file: Path, dry_run: bool, codes: bool) -> None:
    """Import people with their roles from a workbook."""
    table = read_people(file.read_bytes())
    _stop_at(table.problems)
    with transaction():
        report = accounts.import_people(SYSTEM, table.lines, dry_run=dry_run)
    _stop_at(report.problems)
    click.echo(f"新增 {len(report.added)}，更新 {len(report.changed)}，不变 {report.unchanged}")
    if codes and not dry_run:
        for username in report.added:
            _give_code(username)
    _say_end(dry_run)


@group.command("checklist", help="导入检查表，成为草稿。")
@_file
@_dry_run
@click.option("--code", required=True, help="检查表编码；已有的就起草新版。")
@click.option("--name", default="", help="检查表名称。")
@plainly
def import_checklist(file: Path, dry_run: bool, code: str, name: str) -> None:
    """Import an office's own checklist as a draft."""
    reading = read_checklist_workbook(file.read_bytes())
    for problem in reading.problems:
        click.echo(str(problem))
    if not reading.is_clean:
        raise click.ClickException("工作簿还有要改的地方，没有导入。")
    if not dry_run:
        _in_transaction(lambda: checklists.import_workbook(SYSTEM, reading, code=code, name=name or file.stem))
    click.echo(f"读到 {len(reading.items)} 项。")
    _say_end(dry_run)


@group.command("calendar", help="导入一年的放假通知（CSV：日期,类型,名称）。")
@_file
@_dry_run
@click.option("--source", default="", help="通知的名称和文号；不写就用文件名。")
@plainly
def import_calendar(file: Path, dry_run: bool, source: str) -> None:
    """Import the State Council's notice of one year: a CSV of 日期, 类型, 名称."""
    table = read_notice(file.read_bytes())
    _stop_at(table.problems or notice_problems(table.days))
    if not dry_run:
        _in_transaction(lambda: calendar.load_notice(SYSTEM, table.days, source or file.name))
    click.echo(f"{year_of(table.days)} 年：{len(table.days)} 天。")
    _say_end(dry_run)


def _in_transaction(deed: Callable[[], object]) -> None:
    with transaction():
        deed()


def _give_code(username: str) -> None:
    person = people_queries.find_by_username(username)
    if person is None or person.password_hash is not None:
        return
    code = accounts.prepare_code()
    _in_transaction(lambda: accounts.issue_code(SYSTEM, person.id, code))
    click.echo(f"{username}\t{code.code}")


def _stop_at(problems: Iterable[object]) -> None:
    found = [str(problem) for problem in problems]
    if found:
        raise click.ClickException("\n".join([f"有 {len(found)} 处问题，什么都没有导入：", *found]))


def _say_end(dry_run: bool) -> None:
    click.echo("检查完毕，没有写入。" if dry_run else "已导入。")
