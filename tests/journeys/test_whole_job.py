"""The whole job through its pages, without scripts: from the office's workbook to the signed notice."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitKind
from inspect_app.audit.queries import find_broken_link
from inspect_app.calendar.actions import seed_from_library
from inspect_app.catalogue.models import Window
from inspect_app.config import PROJECT_ROOT
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, SourceKind, Step
from inspect_app.foundation import clock
from inspect_app.jobs import run_due
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from tests.factories import make_person, make_unit
from tests.journeys.walking import Walker
from tests.pictures import photo

_MORNING = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)  # a Wednesday, 9:30 in the hall
_PASSWORD = "mingzhou-2026"
WORKBOOK = PROJECT_ROOT / "docs" / "examples" / "例_单位与事项.xlsx"
_WELL = ("hall", "manner", "skill", "pace")


@pytest.fixture
def morning() -> Iterator[None]:
    """Let the day begin at half past nine, whenever the test runs."""
    started = datetime.now(UTC)
    with clock.reading(lambda: _MORNING + (datetime.now(UTC) - started)):
        yield


class Job:
    """The people of one installation, each at a browser of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            with transaction():
                seed_from_library()
            office = make_unit("明州市跑改办", kind=UnitKind.REFORM_OFFICE)
            self._person(Role.OFFICE_CLERK, office, "clerk")
            self._person(Role.OFFICE_CLERK, office, "colleague")
            self._person(Role.OFFICE_DIRECTOR, office, "director")
        self.clerk = self._sign_in("clerk")

    def _person(self, role: Role, unit: Unit, username: str, *, deputy: bool = False) -> None:
        make_person(role, unit, username=username, deputy=deputy, password_hash=hash_password(_PASSWORD))

    def _sign_in(self, username: str) -> Walker:
        return Walker(self.app).open("/login").press("登录", username=username, password=_PASSWORD)

    def import_workbook(self) -> None:
        """Try the example workbook, import it, and give its units their people."""
        self.clerk.open("/catalogue/import")
        self.clerk.press("试读", files={"file": [(WORKBOOK.read_bytes(), "例.xlsx")]})
        self.clerk.press("导入这")
        with self.app.app_context():
            police, staff = self._unit("市公安局交警支队"), self._unit("市编委办")
            self.police_id = police.id
            self.window_id = db.session.scalars(select(Window).where(Window.code == "CGS-JZ")).one().id
            self._person(Role.OBSERVER, staff, "observer")
            self._person(Role.VERIFIER, staff, "verifier")
            self._person(Role.DEPT_LIAISON, police, "liaison")
            self._person(Role.DEPT_HEAD, police, "deputy", deputy=True)

    @staticmethod
    def _unit(short_name: str) -> Unit:
        return db.session.scalars(select(Unit).where(Unit.short_name == short_name)).one()

    def prepare(self) -> None:
        """Publish a checklist from a preset, open a campaign and plan a visit."""
        self.clerk.open("/checklists/new").press("建成草稿", name="民情观察团体验", code="MQ", preset="民情观察团体验")
        self.clerk.press("发布这一版")
        self.clerk.open("/campaigns/new").press(
            "保存专项", name="专项督察第二轮", issuer_id="明州市跑改办", basis_title="关于开展专项督察的通知",
            basis_number="明跑改办〔2026〕43号", methods=["on_site", "experience"], checklist_id="民情观察团体验",
            target_ids=[str(self.police_id)], main_recipients="各区、县（市）", copy_recipients="市四套班子领导",
        )  # fmt: skip
        form = next(form for form in self.clerk.open("/visits/new").forms if "author" in form.options)
        observer = next(label for label in form.options["author"] if "民情观察团" in label)
        self.clerk.press(
            "安排走访", campaign="专项督察第二轮", author=observer, mode="open", method="experience",
            windows=[str(self.window_id)],
        )  # fmt: skip

    def visit(self) -> None:
        """Fill in the visit: a failing answer with a photo, a three-trip trial, an interview; hand it in."""
        hall = self._sign_in("observer")
        found = re.search(r'/field/visits/([^"/]+)', hall.open("/field").text)
        assert found
        here = f"/field/visits/{found[1]}"
        hall.open(f"{here}/parts/look").press(
            "finding:guide",
            files={"photo-guide": [(photo(artist="观察员甲"), "IMG_1.jpg")]},
            **{f"answer-{key}": "yes" for key in _WELL},
            **{"answer-guide": "no", "answer-guide.note": "窗口指南比网上多列两项材料。", "answer-guide.pain": "pain"},
        )
        self._try_a_matter(hall, here)
        hall.open(f"{here}/parts/do").press(
            "leave",
            **{"answer-papers": "no", "answer-cancelled": "no", "answer-trip": "no", "answer-clear": "yes"},
        )
        hall.open(f"{here}/parts/ask").press(
            "leave",
            files={"photo-wish": [(photo(shade=30), "IMG_2.jpg")]},
            **{f"answer-{key}": "4" for key in ("happy", "tight", "fine", "solid", "gain")},
            **{"answer-wish": "指南写清楚"},
        )
        hall.open(f"{here}/interviews/new")
        hall.press(
            hall.forms[-1].buttons[-1][0], kind="citizen", alias="王先生", trips="3", papers="yes", satisfaction="2",
            words="跑了三趟才办好",
        )  # fmt: skip
        hall.open(f"{here}/check").press("提交走访")
        assert re.search(r"回执号", hall.text)
        self.hall, self.here = hall, here

    @staticmethod
    def _try_a_matter(hall: Walker, here: str) -> None:
        hall.open(f"{here}/trials/new").press("开始记经过", item="驾驶证补办", papers="yes", persona="外地司机")
        hall.press(
            "存好这件事", step_at="09:05", step_text="取号", listed=["身份证"], beyond="社保参保证明\n单位介绍信",
            trips="3", waited="25", handled="40", outcome="done",
            **{"told-0": "no", "told-1": "yes", "told-2": "yes", "told-3": "yes"},
        )  # fmt: skip
        assert "已取消仍索要" in hall.text
        hall.press("trips")

    def dispatch(self) -> None:
        """Review the visit and hand both problems over, one of them with a plan asked for."""
        with self.app.app_context():
            run_due()
        clerk = self.clerk.open("/findings/review")
        found = re.search(r"/findings/review/([0-9a-z]+)", clerk.text)
        assert found
        clerk.open(f"/findings/review/{found[1]}").press("审核通过")
        first, second = dict.fromkeys(re.findall(r'href="(/findings/\d+)"', clerk.text))
        clerk.open(first).press("立项交办", grade="ordinary")
        clerk.open(second).press(
            "立项交办", grade="ordinary", plan="yes", pain_type="blockage", demand="按承诺零次办成"
        )
        self.case = "/case/2026-0002"

    def plan(self) -> None:
        """Open the case (which signs for it), plan with two milestones, and have it approved."""
        self.liaison = self._sign_in("liaison").open(self.case)
        self.liaison.open(f"{self.case}/plan").press(
            "报送计划", stance="accept", explanation="情况属实，系统没有回填住址。", root_cause="system",
            measures="改接口，培训窗口。", owner="王队长，科长", same_elsewhere="none",
            **{
                "milestones-0-text": "改好接口", "milestones-0-due_on": "2026-11-20",
                "milestones-1-text": "培训窗口", "milestones-1-due_on": "2026-11-24",
            },
        )  # fmt: skip
        self.clerk.open(self.case).press("计划通过")

    def report(self, words: str) -> None:
        """Report the work, and have the deputy sign it."""
        self.liaison.open(f"{self.case}/feedback").press(
            "报负责人审签", work_done=words, proof_document="明公交〔2026〕12号", same_elsewhere="none"
        )
        self._sign_in("deputy").open(self.case).press("签发")

    def verify(self, result: str, words: str) -> None:
        """Check the fix as somebody outside the department."""
        verifier = self._sign_in("verifier").open(self.case)
        verifier.press("记下核验结论", method="revisit", result=result, remark=words)

    def close(self) -> None:
        """Strike the problem off."""
        self.clerk.open(self.case).press("销号")

    def sign_notice(self) -> None:
        """Draft the day's notice, have a colleague check it and the director sign it in three clicks."""
        self.clerk.open("/notices").press("生成通报", campaign="专项督察第二轮")
        address = self.clerk.path
        self.clerk.press("送核稿")
        self._sign_in("colleague").open(address).press("核稿无误")
        self.director = self._sign_in("director")
        assert "通报待签发" in self.director.text
        self.director.open("/notices")
        self.director.open(address).press("签发")
        self.notice = address


def test_one_problem_from_the_workbook_to_the_signed_notice(app: Flask, morning: None) -> None:
    job = Job(app)
    job.import_workbook()
    job.prepare()
    job.visit()
    job.dispatch()
    job.plan()
    job.report("接口已经改好，窗口三次试办都不用再跑。")
    job.verify("failed", "复访时窗口仍要求到场一次。")
    job.report("窗口人员重新培训，三个窗口试办都没有再要求到场。")
    job.verify("passed", "复访两个窗口，都没有要求到场。")
    job.close()
    job.sign_notice()
    with app.app_context():
        _check_the_chain()
        _check_the_notice(job)
        assert find_broken_link() is None


def _check_the_chain() -> None:
    closed = db.session.scalars(select(Finding).where(Finding.number == "2026-0002")).one()
    assert (closed.status, closed.source_kind, closed.rework_count) == (FindingStatus.CLOSED, SourceKind.TRIAL, 1)
    assert closed.trial_id is not None
    assert closed.on_time is True
    steps = db.session.scalars(
        select(FindingEvent.step).where(FindingEvent.finding_id == closed.id).order_by(FindingEvent.id)
    ).all()
    assert [step for step in steps if step is not Step.REPORT_PROGRESS] == [
        Step.SUBMIT, Step.DISPATCH, Step.ACCEPT, Step.SUBMIT_PLAN, Step.APPROVE_PLAN, Step.REQUEST_CLOSURE,
        Step.FAIL_VERIFICATION, Step.REQUEST_CLOSURE, Step.PASS_VERIFICATION, Step.CLOSE,
    ]  # fmt: skip
    other = db.session.scalars(select(Finding).where(Finding.number == "2026-0001")).one()
    assert other.answer_id is not None


def _check_the_notice(job: Job) -> None:
    """Hold every number of the notice against the rows."""
    notice = db.session.scalars(select(Notice)).one()
    facts = facts_of(notice)
    delivered = db.session.scalar(select(func.count()).where(Finding.number.is_not(None)))
    closed = db.session.scalar(select(func.count()).where(Finding.status == FindingStatus.CLOSED))
    assert (facts.figures["found_total"], facts.figures["found_new"]) == (delivered, delivered) == (2, 2)
    assert (facts.figures["closed_total"], facts.figures["closed_new"]) == (closed, closed) == (1, 1)
    assert (facts.figures["visits_total"], facts.figures["interviews"], facts.figures["rework"]) == (1, 1, 1)
    assert facts.ratios["satisfied"] == (0, 1)
    assert [line.number for line in facts.new_findings] == ["2026-0001", "2026-0002"]
    assert [line.number for line in facts.closed_findings] == ["2026-0002"]
    word = Document(io.BytesIO(job.director.client.get(f"{job.notice}/word").data))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "累计发现2个" in text
    assert "累计销号1个，销号率1/2（50.0%）" in text
    book = load_workbook(io.BytesIO(job.director.client.get(f"{job.notice}/excel").data))
    assert [row[1].value for row in book["新交办问题"].iter_rows(min_row=2)] == ["2026-0001", "2026-0002"]


def test_the_example_workbook_is_in_the_repository() -> None:
    assert Path(WORKBOOK).is_file()
