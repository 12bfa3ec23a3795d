"""What may be uploaded, judged by content (magic bytes), never by name or header."""

from inspect_app.evidence.vocabulary import FileKind
from inspect_app.foundation.errors import Invalid, TooLarge

PHOTO_TYPES = {"image/jpeg", "image/png", "image/webp", "image/heic"}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


def sniff(data: bytes) -> tuple[FileKind, str]:
    """Return the kind and media type of a file; raise Invalid for whatever isn't on the list."""
    for kind, media_type, matches in _known(data):
        if matches:
            return kind, media_type
    raise Invalid("这种文件不能上传。可以传照片（JPG、PNG、WebP、HEIC）、PDF、Word（.docx）或 Excel（.xlsx）。", "file")


def check_size(size: int, megabytes: int) -> None:
    """Refuse an empty file, or one over the limit."""
    if size == 0:
        raise Invalid("文件是空的，请重新选择。", "file")
    if size > megabytes * 1024 * 1024:
        raise TooLarge(f"文件超过 {megabytes} MB，请缩小后再传。")


def _known(data: bytes) -> list[tuple[FileKind, str, bool]]:
    zipped = data.startswith(b"PK\x03\x04")
    document = "application/vnd.openxmlformats-officedocument."
    return [
        (FileKind.PHOTO, "image/jpeg", data.startswith(b"\xff\xd8\xff")),
        (FileKind.PHOTO, "image/png", data.startswith(b"\x89PNG\r\n\x1a\n")),
        (FileKind.PHOTO, "image/webp", data[:4] == b"RIFF" and data[8:12] == b"WEBP"),
        (FileKind.PHOTO, "image/heic", data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS),
        (FileKind.PDF, "application/pdf", data.startswith(b"%PDF-")),
        (FileKind.WORD, document + "wordprocessingml.document", zipped and b"word/" in data),
        (FileKind.EXCEL, document + "spreadsheetml.sheet", zipped and b"xl/" in data),
    ]
