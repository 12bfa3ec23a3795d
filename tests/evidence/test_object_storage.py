"""The same calls keep files in a folder and in S3, over the real protocol."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from inspect_app.access import Role
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import keep_document, make_copies, store_upload
from inspect_app.evidence.queries import published, read_document, store
from inspect_app.foundation.errors import Missing
from tests.databases import open_app
from tests.factories import make_actor
from tests.pictures import photo

_BUCKET = "inspect-files"


@pytest.fixture
def object_storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of a bucket behind an S3 server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket=_BUCKET)
    yield f"s3://{_BUCKET}/office"
    server.stop()


def test_files_in_s3_are_kept_copied_and_read_like_those_in_a_folder(
    object_storage: str, sqlite_url: str, tmp_path: Path
) -> None:
    settings = Settings.for_tests(database_url=sqlite_url, data_dir=tmp_path, storage_url=object_storage)
    with open_app(settings) as app, app.app_context():
        actor = make_actor(Role.INSPECTOR)
        with transaction():
            file = store_upload(actor, photo(), "a.jpg")
        make_copies(file.id)
        db.session.expire_all()
        assert published(file)[0].startswith(b"\xff\xd8")
        assert type(store()).__name__ == "S3Store"
        key = keep_document("第1期".encode())
        assert read_document(key) == "第1期".encode()
        with pytest.raises(Missing):
            read_document("documents/none")
        assert not (tmp_path / "files").exists()
