"""一案一档: the cases of a list as a zip, a folder each, made in the background for whoever asked."""

import io
import zipfile

import obstore
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from inspect_app.database import db, transaction
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import store
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.jobs import run_due
from inspect_app.rectification.actions import archiving
from inspect_app.rectification.models import CaseArchive
from inspect_app.rectification.rules.archives import numbered_name, safe_name
from inspect_app.rectification.vocabulary import ArchiveState, Upload
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind
from tests.factories import sign_in
from tests.rectification.bulking import Office
from tests.rectification.making import Case, feed_back, feedback_draft, give_feedback, make_case
from tests.rectification.pages import pdf, photo

pytestmark = pytest.mark.usefixtures("without_tokens")


@pytest.fixture
def case(app: Flask) -> Case:
    """Return a case with a photo and a document, fed back."""
    with app.app_context():
        case = make_case(FindingStatus.RECTIFYING, title="收费/标准：没有公示?", fact="=1+1 <b>没有</b>公示\x07")
        proof = [Upload("IMG_1.jpg", photo()), Upload("整改通知.pdf", pdf())]
        draft = feedback_draft(work_done="已公示，各窗口统一口径。", proof_document="明建〔2026〕3号")
        with transaction():
            give_feedback(case.actor("head"), case.number, draft, proof)
        return case


def ask(app: Flask, case: Case, name: str, query: str = "", expected: int = 303) -> FlaskClient:
    browser = app.test_client()
    with app.app_context():
        sign_in(browser, case.people[name])
    answer = browser.post(f"/ledger/archives?{query}")
    assert answer.status_code == expected, answer.text[:500]
    return browser


def work(app: Flask) -> None:
    with app.app_context():
        run_due()


def fetched(app: Flask, browser: FlaskClient) -> zipfile.ZipFile:
    with app.app_context():
        archive_id = db.session.scalar(select(func.max(CaseArchive.id)))
    answer = browser.get(f"/ledger/archives/{archive_id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_each_case_is_a_folder_with_what_was_done_and_every_file(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk")
    work(app)
    archive = fetched(app, browser)
    assert archive.testzip() is None
    with app.app_context():
        number, unit = case.number, case.unit.short_name
    folder = f"{number} {unit} 收费_标准：没有公示_"
    assert archive.namelist() == [
        "目录.xlsx", f"{folder}/办理情况.docx", f"{folder}/附件/01 整改佐证.jpg", f"{folder}/附件/02 整改通知.pdf",
    ]  # fmt: skip
    document = Document(io.BytesIO(archive.read(f"{folder}/办理情况.docx")))
    cells = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert (cells["事实"], cells["责任单位"]) == ("=1+1 <b>没有</b>公示", unit)
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("发现", "列为问题，立项交办", "反馈", "整改情况：已公示，各窗口统一口径。", "文号：明建〔2026〕3号"):
        assert part in told
    rows = list(load_workbook(io.BytesIO(archive.read("目录.xlsx"))).active.values)
    assert [row[0] for row in rows] == ["编号", number]


def test_the_list_is_the_ledgers_own_filter(app: Flask) -> None:
    office = Office(app, rectifying=3)
    page = office.clerk.get(f"/ledger/archives?unit={office.units[0]}").text
    assert "共 <b>2</b> 件" in page and "制作 2 件的档案" in page
    assert office.clerk.post(f"/ledger/archives?unit={office.units[0]}").status_code == 303
    work(app)
    folders = {name.split()[0] for name in fetched(app, office.clerk).namelist() if "/" in name}
    assert folders == {office.numbers[0], office.numbers[2]}


def test_progress_is_told_and_one_at_a_time_is_in_work(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk")
    page = browser.get("/ledger/archives").text
    assert "等待制作 0/1" in page and "http-equiv" in page and "做好后下载" in page
    again = browser.post("/ledger/archives")
    assert again.status_code == 409 and "您还有一份正在制作" in again.text
    work(app)
    page = browser.get("/ledger/archives").text
    assert "可下载 1/1" in page and "http-equiv" not in page


def test_what_was_fetched_is_kept_until_another_is_asked_for(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk")
    work(app)
    fetched(app, browser)
    fetched(app, browser)
    browser.post("/ledger/archives")
    work(app)
    with app.app_context():
        keys = set(db.session.scalars(select(CaseArchive.storage_key)))
        kept = {str(row["path"]) for batch in store().list("documents/") for row in batch}
    assert len(keys) == 1 and kept == keys


def test_nobody_else_fetches_it_and_a_department_finds_nothing_of_the_office(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk")
    work(app)
    with app.app_context():
        archive_id = db.session.scalar(select(CaseArchive.id))
    other = ask(app, case, "liaison")
    assert other.get(f"/ledger/archives/{archive_id}").status_code == 404
    work(app)
    mine, theirs = fetched(app, other), browser.get(f"/ledger/archives/{archive_id}")
    assert theirs.status_code == 200
    with app.app_context():
        names = [case.people[who].name for who in ("clerk", "director", "verifier")]
    told = "".join(
        paragraph.text for name in mine.namelist() if name.endswith(".docx")
        for paragraph in Document(io.BytesIO(mine.read(name))).paragraphs
    )  # fmt: skip
    assert told and [name for name in names if name in told] == []


def test_a_worker_that_died_half_way_costs_nothing(app: Flask, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = ask(app, case, "clerk")
    with monkeypatch.context() as dying:
        dying.setattr(archiving, "_keep", _die)
        with app.app_context(), pytest.raises(SystemExit):
            run_due()
    with app.app_context():
        archive = db.session.scalars(select(CaseArchive)).one()
        assert (archive.state, archive.storage_key) == (ArchiveState.MAKING, None)
        task = db.session.scalars(select(Task).where(Task.kind == TaskKind.MAKE_ARCHIVE)).one()
        lease_over = task.try_at
    with clock.reading(lambda: lease_over):
        work(app)
    assert len(fetched(app, browser).namelist()) == 4


def test_a_file_that_is_gone_is_named_and_the_rest_is_there(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk")
    with app.app_context():
        run_due(limit=1)
        file = db.session.scalars(select(StoredFile).where(StoredFile.title == "整改通知.pdf")).one()
        obstore.delete(store(), file.original_key)
    work(app)
    archive = fetched(app, browser)
    lost = next(name for name in archive.namelist() if name.endswith("缺少的附件.txt"))
    assert "02 整改通知.pdf" in archive.read(lost).decode("utf-8-sig")
    assert "1 个附件读不出" in browser.get("/ledger/archives").text


def test_nothing_to_put_together_is_said(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk", "status=terminated", 422)
    assert "按现在的筛选没有问题" in browser.get("/ledger/archives?status=terminated").text


@pytest.mark.parametrize(
    ("given", "expected"),
    [("a/b:c*?.", "a_b_c_"), ("  两  个 空格 ", "两 个 空格"), ("\x00", "_"), ("", "未命名"), ("字" * 99, "字" * 60)],
)
def test_a_name_can_be_unpacked_anywhere(given: str, expected: str) -> None:
    assert safe_name(given) == expected


def test_an_ending_stands_once() -> None:
    assert numbered_name(3, "整改通知.PDF", ".pdf") == "03 整改通知.pdf"


def _die(*_facts: object) -> None:
    raise SystemExit


def test_a_case_that_came_back_meanwhile_is_read_as_it_is_by_then(app: Flask, case: Case) -> None:
    browser = ask(app, case, "clerk")
    with app.app_context():
        other = make_case(FindingStatus.RECTIFYING)
        feed_back(other)
    work(app)
    assert len([name for name in fetched(app, browser).namelist() if name.endswith(".docx")]) == 2
