"""A file is judged by its content, sealed, and shown only as a clean copy."""

import io

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published, read_document, read_original
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.foundation.errors import Invalid, Missing, TooLarge
from inspect_app.jobs import run_due
from tests.factories import make_actor
from tests.pictures import bomb, noise, photo


def _store(data: bytes, name: str = "IMG_0001.jpg", **options: object) -> StoredFile:
    actor = make_actor(Role.INSPECTOR)
    with transaction():
        return store_upload(actor, data, name, **options)  # type: ignore[arg-type]


def test_the_copy_of_a_photo_has_no_metadata_and_the_original_stays_as_it_was(app: Flask) -> None:
    with app.app_context():
        data = photo(artist="王观察")
        file = _store(data)
        assert run_due() == 1
        db.session.expire_all()
        copy, media_type = published(file)
        assert media_type == "image/jpeg"
        assert not Image.open(io.BytesIO(copy)).getexif()
        assert "王观察".encode() not in copy
        assert b"TABLET-9" not in copy
        assert read_original(file) == data


def test_the_stored_original_is_sealed(app: Flask) -> None:
    with app.app_context():
        file = _store(photo(artist="zhang-san"))
        sealed = read_document(file.original_key)
        assert b"zhang-san" not in sealed
        assert b"TABLET-9" not in sealed


def test_a_photo_keeps_no_file_name(app: Flask) -> None:
    with app.app_context():
        assert _store(photo(), "张三的手机_0001.jpg").title == ""


def test_a_turned_photo_is_shown_upright(app: Flask) -> None:
    with app.app_context():
        file = _store(photo(400, 200, orientation=6))
        run_due()
        db.session.expire_all()
        assert Image.open(io.BytesIO(published(file)[0])).size == (200, 400)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_picture_formats_become_jpeg(app: Flask, form: str) -> None:
    with app.app_context():
        out = io.BytesIO()
        Image.new("RGBA", (50, 40), (10, 20, 30, 128)).save(out, form)
        file = _store(out.getvalue())
        run_due()
        db.session.expire_all()
        assert Image.open(io.BytesIO(published(file, "thumb")[0])).format == "JPEG"


def test_every_copy_has_the_same_quantisation_tables(app: Flask) -> None:
    with app.app_context():
        tables = []
        for shade in (10, 200):
            file = _store(photo(shade=shade))
            run_due()
            db.session.expire_all()
            tables.append(Image.open(io.BytesIO(published(file)[0])).quantization)
        assert tables[0] == tables[1]


def test_a_bomb_is_refused_at_once_and_nothing_is_kept(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match="照片读不出"):
            _store(bomb())
        assert db.session.scalars(select(StoredFile)).all() == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html><script>alert(1)</script>", "这种文件不能上传"),
        (b"MZ\x90\x00", "这种文件不能上传"),
        (b"\xff\xd8\xff\xe0 not really a picture", "照片读不出"),
        (b"", "文件是空的"),
    ],
)
def test_what_is_no_allowed_file_is_refused_by_its_content(app: Flask, data: bytes, sentence: str) -> None:
    with app.app_context(), pytest.raises(Invalid, match=sentence):
        _store(data, "photo.jpg")


def test_a_file_over_the_limit_is_refused_with_the_limit(app: Flask) -> None:
    with app.app_context(), pytest.raises(TooLarge, match="20 MB"):
        _store(b"%PDF-" + b"0" * (20 * 1024 * 1024))


def test_a_photo_that_breaks_halfway_is_marked_unreadable(app: Flask) -> None:
    with app.app_context():
        whole = noise()
        file = _store(whole[: len(whole) // 3])
        make_copies(file.id)
        db.session.expire_all()
        assert file.copy_state is CopyState.UNREADABLE
        with pytest.raises(Missing, match="读不出"):
            published(file)


def test_a_covert_upload_holds_a_seal_and_no_person(app: Flask) -> None:
    with app.app_context():
        file = _store(photo(), covert=True)
        assert file.uploader_id is None
        assert file.uploader_seal is not None
        assert file.uploader_tag is not None


def test_a_document_is_kept_as_it_is(app: Flask) -> None:
    with app.app_context():
        file = _store(b"%PDF-1.7 a letter", "来信.pdf")
        assert (file.kind, file.title) == (FileKind.PDF, "来信.pdf")
        assert published(file) == (b"%PDF-1.7 a letter", "application/pdf")
