"""The drill of an intranet: bundle, install without network, first day, one visit, backup, restore elsewhere."""

import base64
import hashlib
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inspect_app.access import Role
from inspect_app.audit.queries import find_broken_link
from inspect_app.config import PROJECT_ROOT, Mode, Settings
from inspect_app.database import db
from inspect_app.foundation import clock, totp
from inspect_app.jobs import run_due
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.databases import open_app
from tests.field.making import body, item, tiny_photo
from tests.field.tablets import new_uuid, registered, submission
from tests.keeping.keeping import NOTED, everything
from tests.start.drilling import HOST, Browser, Installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
PASSWORD = "三趟改一趟 2026"


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Make a bundle of this checkout and unpack it where there is nothing else."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    made = subprocess.run(
        ["make", "bundle"], check=False, cwd=PROJECT_ROOT, env=own, capture_output=True, text=True, timeout=600
    )
    if made.returncode and "pip" in made.stderr:
        pytest.skip("no registry gave the wheels, so there is nothing to bundle")
    assert made.returncode == 0, made.stderr
    (bundle,) = (PROJECT_ROOT / "dist").glob("inspect_app-*.tar.gz")
    with tarfile.open(bundle) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.glob("inspect_app-*")
    return folder


def _environment(folder: Path, **more: str) -> dict[str, str]:
    keys = {f"INSPECT_{name}_KEY": name.lower() * 8 for name in ("SECRET", "SEAL", "AUDIT")}
    place = {"INSPECT_DATA_DIR": str(folder / "var"), "INSPECT_TRUSTED_HOSTS": HOST, "INSPECT_TLS": "1"}
    keys["INSPECT_BACKUP_PASSPHRASE"] = "春江 花月夜"
    return {"INSPECT_MODE": "production", **keys, **place, **more}


def test_from_a_bundle_to_a_restored_copy_on_another_database(
    unpacked: Path, fresh_url: Callable[[str], str]
) -> None:
    every = (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(every) > 100
    assert all(hashlib.sha256((unpacked / line[66:]).read_bytes()).hexdigest() == line[:64] for line in every)
    here = Installation(unpacked, _environment(unpacked))
    here.install(sys.executable)
    here.flask("db", "upgrade")
    here.flask("unit", "add", "市跑改办", "--code", "PGB", "--kind", "reform_office")
    said = here.flask("person", "add", "admin", "--name", "张三", "--unit", "PGB", "--role", "admin")
    with here.serving() as browser:
        _first_day(browser, said.split("：")[-1].strip())
    _one_visit(here)
    here.flask("audit", "verify")
    archive = unpacked / "backup.tar.gz"
    here.flask("backup", "create", str(archive))
    elsewhere = {"INSPECT_DATA_DIR": str(unpacked / "elsewhere"), "INSPECT_DATABASE_URL": fresh_url("postgresql")}
    there = Installation(unpacked, _environment(unpacked, **elsewhere))
    there.flask("backup", "restore", str(archive))
    there.flask("audit", "verify")
    assert _hashes(here) == _hashes(there)


def _first_day(browser: Browser, code: str) -> None:
    """Sign in with the printed code, set a password, register a telephone, see the pages of an administrator."""
    assert browser.get("/login/code") == 200
    assert browser.post("/login/code", username="admin", code=code, password=PASSWORD, again=PASSWORD) == 303
    assert browser.get("/login/second") == 200
    written = re.search(r'class="secret">([A-Z2-7 ]+)<', browser.page)
    assert written
    secret = base64.b32decode(written[1].replace(" ", ""))
    assert browser.post("/login/second", code=totp.code_at(secret, totp.step_of(clock.now()))) == 200
    assert browser.get("/admin/people") == 200
    assert "张三" in browser.page


def _demo_of(place: Installation) -> Settings:
    """Return the settings of an installation, but for a client that speaks plain HTTP to a host of its own."""
    settings = Settings.from_environment(place.settings)
    return replace(settings, mode=Mode.DEMO, tls=False, trusted_hosts=())


def _one_visit(place: Installation) -> None:
    """Hand in one visit with a photo from a tablet, and let its copies be made."""
    with open_app(_demo_of(place)) as app, app.app_context():
        author = factories.make_person(Role.INSPECTOR)
        visit = factories.make_visit(author, version=factories.make_version(body([item("q1"), item("q2")])))
        tablet = registered(app, author)
        sent = submission(visit, files=[tablet.photo(tiny_photo())])
        uuid = new_uuid()
        assert tablet.post(f"/submissions/{uuid}", sent).status_code == 201
        assert tablet.post(f"/submissions/{uuid}/finalize").status_code == 200
        run_due()
        assert db.session.get_one(Visit, visit.id, populate_existing=True).status is VisitStatus.RECEIVED


def _hashes(place: Installation) -> dict[str, str]:
    with open_app(_demo_of(place)) as app, app.app_context():
        assert find_broken_link() is None
        return {name: facts.sha256 for name, facts in everything().items() if name not in NOTED}
