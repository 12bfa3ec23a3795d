"""The keys of backups: the public one or a passphrase to make them, the private one or the passphrase to open them."""

from pathlib import Path

from inspect_app.config import current_settings
from inspect_app.foundation import age
from inspect_app.foundation.errors import Refused

_NO_KEY = (
    "正式模式的备份必须加密，还没有密钥：先用 backup key 生成一把，把打印出来的公钥设为 INSPECT_BACKUP_RECIPIENT"
    "（或者设 INSPECT_BACKUP_PASSPHRASE），再备份。"
)


def locker() -> age.Locker | None:
    """Return what backups are encrypted for; nothing in a demonstration without keys."""
    settings = current_settings()
    if settings.backup_recipient:
        try:
            return age.Recipient.parse(settings.backup_recipient)
        except ValueError as error:
            raise Refused("INSPECT_BACKUP_RECIPIENT 不是有效的公钥：应是 age1 开头的一行，请重新抄一遍。") from error
    words = _passphrase()
    if not words and settings.production:
        raise Refused(_NO_KEY)
    return age.Passphrase(words) if words else None


def opener(key_file: Path | None) -> age.Opener | None:
    """Return what opens a backup: the key file named, else the settings' file, else the passphrase."""
    named = key_file or (Path(current_settings().backup_key_file) if current_settings().backup_key_file else None)
    if named is None:
        words = _passphrase()
        return age.Passphrase(words) if words else None
    try:
        return age.Identity.parse(named.read_text())
    except OSError as error:
        raise Refused(f"密钥文件 {named} 读不到：{error.strerror}。") from error
    except ValueError as error:
        raise Refused(f"密钥文件 {named} 里不是有效的私钥：应有一行 AGE-SECRET-KEY-1 开头。") from error


def _passphrase() -> str:
    settings = current_settings()
    if settings.backup_passphrase or not settings.backup_passphrase_file:
        return settings.backup_passphrase
    try:
        return Path(settings.backup_passphrase_file).read_text().strip()
    except OSError as error:
        raise Refused(f"口令文件 {settings.backup_passphrase_file} 读不到：{error.strerror}。") from error
