"""Words about files."""

from dataclasses import dataclass

from inspect_app.foundation.labels import Labelled


class FileKind(Labelled):
    """What a file is, judged by its content, never by its name."""

    PHOTO = "photo", "照片"
    PDF = "pdf", "PDF 文件"
    WORD = "word", "Word 文件"
    EXCEL = "excel", "Excel 文件"


class CopyState(Labelled):
    """Whether the published copy of a photo is there."""

    WAITING = "waiting", "正在处理"
    READY = "ready", "可查看"
    UNREADABLE = "unreadable", "读不出，请重拍"


@dataclass(frozen=True, slots=True)
class Original:
    """A sealed photo in storage that is no file yet; `taken_at` is what the tablet claims."""

    sha256: str
    size: int
    media_type: str
    storage_key: str
    taken_at: str | None = None
