"""`backup key | create | verify | rehearse | restore`: every row and every file in one encrypted archive."""

import os
from pathlib import Path

import click
from flask.cli import AppGroup

from inspect_app.commands.saying import plainly
from inspect_app.foundation import age, clock
from inspect_app.foundation.errors import Refused
from inspect_app.keeping.actions import noting
from inspect_app.keeping.models import BackupRun
from inspect_app.keeping.queries import keys

group = AppGroup("backup", help="备份和恢复：数据库和文件在一个加密的档案里，随时可做，不用停机。")
_FILE = click.Path(dir_okay=False, path_type=Path)
_SUFFIX = ".inspect-backup"
_MEGABYTE = 1024 * 1024
_key = click.option("--key", "key_file", type=_FILE, help="私钥文件；不写就用 INSPECT_BACKUP_KEY_FILE 或口令。")


@group.command("key", help="生成一把备份密钥：私钥写进文件（离线保管），公钥打印出来。")
@click.argument("path", type=_FILE)
@plainly
def key(path: Path) -> None:
    """Make a pair of keys; the private one is never printed and never overwrites a file."""
    identity = age.Identity.make()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(f"私钥没有写成：{path}，{error.strerror}。") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{identity}\n")
    click.echo(f"私钥已写入 {path}。请移到别处离线保管：没有它，备份谁也打不开。")
    click.echo(f"公钥（设为 INSPECT_BACKUP_RECIPIENT）：\n{identity.recipient}")


@group.command("create", help="备份到一个文件；给的是文件夹，就在里面按时间起名。")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="只对文件夹：留最近几份，更早的删去。")
@plainly
def create(path: Path, keep: int | None) -> None:
    """Write database and files into one archive; the old file stays until the new one is whole."""
    folder = path if path.is_dir() else None
    if keep and folder is None:
        raise Refused("--keep 只能和文件夹一起用。")
    target = path if folder is None else folder / f"{clock.local(clock.now()):%Y%m%d-%H%M%S}{_SUFFIX}"
    locker = keys.locker()
    run = noting.create(target, locker, click.echo)
    click.echo(f"已备份 {run.rows} 行、{run.files} 个文件，{_size(run)}：{target}")
    if locker is None:
        click.echo("注意：没有加密（演示模式，没有设密钥）。")
    for old in sorted(folder.glob(f"*{_SUFFIX}"))[:-keep] if folder and keep else []:
        old.unlink()
        click.echo(f"已删去更早的 {old.name}")


@group.command("verify", help="从头到尾核对一个备份，什么也不恢复；不完整或被改过时退出码为 1。")
@click.argument("path", type=_FILE)
@_key
@plainly
def verify(path: Path, key_file: Path | None) -> None:
    """Check a backup whole."""
    run = noting.verify(path, keys.opener(key_file))
    click.echo(f"备份完整：{_made(run)} 的 {run.rows} 行、{run.files} 个文件，{_size(run)}。")


@group.command("rehearse", help="恢复演练：恢复到一个临时的数据库，逐表核对，核对审计链，然后丢弃。")
@click.argument("path", type=_FILE)
@_key
@plainly
def rehearse(path: Path, key_file: Path | None) -> None:
    """Prove that a backup restores, without touching the installation."""
    run = noting.rehearse(path, keys.opener(key_file), click.echo)
    click.echo(f"恢复演练成功：{_made(run)} 的 {run.rows} 行逐表一致，审计链完整，用时 {_seconds(run)}。")


@group.command("restore", help="恢复到一个空的、刚升级好的系统；要么全部，要么没有。")
@click.argument("path", type=_FILE)
@_key
@plainly
def restore(path: Path, key_file: Path | None) -> None:
    """Restore an archive into an empty, migrated installation; all or nothing."""
    run, aside = noting.restore(path, keys.opener(key_file), click.echo)
    click.echo(f"已恢复 {run.rows} 行、{run.files} 个文件，逐表与备份一致，用时 {_seconds(run)}。")
    if aside is not None:
        click.echo(f"这里原来的链头文件已改名保留：{aside.name}")


def _made(run: BackupRun) -> str:
    return "" if run.made_at is None else f"{clock.local(run.made_at):%Y-%m-%d %H:%M}"


def _size(run: BackupRun) -> str:
    return f"{run.size / _MEGABYTE:.1f} MB"


def _seconds(run: BackupRun) -> str:
    return f"{run.milliseconds / 1000:.1f} 秒"
