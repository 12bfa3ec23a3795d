"""A paper made twice of the same facts is the same bytes: in another second, in another process, under other hashes."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from exports.bulletin_word import bulletin_docx
from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from exports.paper.printing import printed
from inspect_app.config import PROJECT_ROOT
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import read_document
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.views import render_documents
from inspect_app.notices.vocabulary import NoticeFacts
from tests.factories import make_finding
from tests.notices.editors import facts as bulletin_facts
from tests.notices.papers import RED_HEAD, facts_with
from tests.notices.test_issuing import Office
from tests.notices.test_printing import STYLES, page_of

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DRAWN = ("docx", "xlsx", "pdf")


def _made(facts: NoticeFacts, kind: str) -> bytes:
    if kind == "pdf":
        return printed(page_of(facts), STYLES)
    return {"docx": notice_docx, "xlsx": notice_xlsx}[kind](facts)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_no_part_of_a_file_says_when_it_was_made(kind: str) -> None:
    facts = facts_with(9, 4, RED_HEAD)
    body = _made(facts, kind)
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        assert {part.date_time for part in parts.infolist()} == {_NO_TIME}
        told = parts.read("docProps/core.xml").decode()
    days = set(re.findall(r"20\d\d-\d\d-\d\d", told))
    assert days <= {facts.issue_date, "2020-01-01"}, "the paper's own day, or the same for every workbook"
    assert _made(facts, kind) == body
    assert bulletin_docx(bulletin_facts()) == bulletin_docx(bulletin_facts())


def test_issued_files_are_served_unchanged_and_made_anew_from_what_was_frozen_are_the_same(app: Flask) -> None:
    with app.app_context():
        office = Office()
        number = office.issue().id
        kept = _kept(number)
        make_finding(FindingStatus.RECTIFYING, unit=office.unit, campaign=office.campaign, delivered_at=clock.now())
        with transaction() as session:
            for finding in session.query(Finding).filter(Finding.campaign_id == office.campaign.id):
                finding.title, finding.fact = "改过的标题", "改过的事实"
        assert _kept(number) == kept
        facts = facts_of(db.session.get_one(Notice, number))
        assert {made.kind: made.body for made in render_documents(facts)} == kept


def _kept(number: int) -> dict[object, bytes]:
    db.session.expire_all()
    notice = db.session.get_one(Notice, number)
    return {document.kind: read_document(document.storage_key) for document in notice.documents}


@pytest.mark.slow
@pytest.mark.usefixtures("pango")
def test_another_process_with_other_hashes_makes_the_same_bytes() -> None:
    mine = {kind: hashlib.sha256(_made(_facts(), kind)).hexdigest() for kind in _DRAWN}
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.notices.test_same_bytes"], cwd=PROJECT_ROOT, check=True,
            capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert json.loads(done.stdout.splitlines()[-1]) == mine


def _facts() -> NoticeFacts:
    return facts_with(40, 9, RED_HEAD)


if __name__ == "__main__":
    assert Path.cwd() == PROJECT_ROOT
    print(json.dumps({kind: hashlib.sha256(_made(_facts(), kind)).hexdigest() for kind in _DRAWN}))
