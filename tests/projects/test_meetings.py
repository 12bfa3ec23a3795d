"""Meetings: numbered demands become work; of a covert visit a unit learns nothing."""

import pytest

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid
from inspect_app.notices.queries.bulletin_sources import opening
from inspect_app.notices.vocabulary.bulletins import ArticleSource
from inspect_app.projects.actions import meetings
from inspect_app.projects.models import Meeting
from inspect_app.projects.queries.assigned import get_task, list_tasks, source_quote, source_words
from inspect_app.projects.queries.meetings import list_meetings, open_findings_of
from inspect_app.projects.vocabulary.assigned import TaskFilter
from inspect_app.projects.vocabulary.meetings import MeetingDraft, MeetingKind
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import make_finding, make_person, make_visit
from tests.projects.making import Office

pytestmark = pytest.mark.usefixtures("app_context")
SECRET = "暗访四个窗口后的座谈会"


def test_demands_are_numbered_as_they_come_and_each_becomes_work(office: Office) -> None:
    meeting_id = office.meet()
    first, second = (
        office.demand(meeting_id, "进行专业设计、职能整合。"),
        office.demand(meeting_id, "敢于亮剑，接受社会监督。"),
    )
    task_id = office.assign_demand(second)
    meeting = db.session.get_one(Meeting, meeting_id)
    assert [(demand.id, demand.number) for demand in meeting.demands] == [(first, 1), (second, 2)]
    task = get_task(office.actor("liaison"), task_id)
    assert source_words(task, office=False) == f"“最多跑一次”改革座谈会（{clock.today():%Y-%m-%d}）二是"
    lines, total = list_meetings(None)
    assert (total, lines[0].cells[-1]) == (1, 2)
    assert list_meetings(MeetingKind.SEMINAR) == ([], 0)


def test_a_seminar_keeps_what_was_reported_and_begins_an_article(office: Office) -> None:
    """研讨会: the work lines that were reported, and what was asked for next (seed 003)."""
    lines = "\n".join(f"{word}是梳理改革事项。" for word in "一二三四五六七")
    seminar = MeetingKind.SEMINAR
    draft = MeetingDraft("改革研讨会", seminar, clock.today(), "市编委办", "柴宁宁", "市编委办主任", reports=lines)
    with transaction():
        meeting_id = meetings.add_meeting(office.actor("clerk"), draft, None).id
    office.meet()
    office.demand(meeting_id, "发挥好牵头协调作用。")
    listed, total = list_meetings(MeetingKind.SEMINAR)
    assert (total, listed[0].cells[0]) == (1, "改革研讨会")
    article = opening(ArticleSource.MEETING, meeting_id).draft
    assert "\n".join(article.body.splitlines()[1:8]) == lines
    assert article.body.endswith("就下一步工作，市编委办主任柴宁宁提出一点要求：一是发挥好牵头协调作用。")


@pytest.mark.parametrize("mode", [VisitMode.OPEN, VisitMode.COVERT])
def test_work_from_a_covert_visit_shows_a_unit_no_meeting_and_no_visit(office: Office, mode: VisitMode) -> None:
    role = Role.SHOPPER if mode is VisitMode.COVERT else Role.INSPECTOR
    visit = make_visit(make_person(role), mode=mode)
    task_id = office.assign_demand(office.demand(office.meet(visit.id, SECRET), "暗访看到的要马上改。"))
    db.session.rollback()
    task = get_task(office.actor("liaison"), task_id)
    seen = source_words(task, office=False) + source_quote(task, office=False)
    seen += str(list_tasks(office.actor("liaison"), TaskFilter())[0])
    assert (SECRET in seen) is (mode is VisitMode.OPEN)
    assert "马上改" not in seen
    assert SECRET in source_words(task, office=True)
    assert "马上改" in source_quote(task, office=True)


def test_a_meeting_goes_through_the_open_findings_of_its_visit(office: Office) -> None:
    visit = make_visit(make_person(Role.INSPECTOR))
    open_ = make_finding(FindingStatus.SUBMITTED, visit=visit)
    make_finding(FindingStatus.CLOSED, visit=visit)
    make_finding(FindingStatus.SUBMITTED)
    meeting = db.session.get_one(Meeting, office.meet(visit.id))
    assert [finding.id for finding in open_findings_of(meeting)] == [open_.id]
    assert open_findings_of(db.session.get_one(Meeting, office.meet())) == []


def test_of_two_who_change_a_meeting_the_second_sees_both_texts(office: Office) -> None:
    meeting_id, clerk = office.meet(), office.actor("clerk")
    draft = MeetingDraft("座谈会", MeetingKind.DEBRIEF, clock.today(), reports="甲记的")
    with transaction():
        meetings.change_meeting(clerk, meeting_id, draft, 1)
    with pytest.raises(Conflict) as refused, transaction():
        mine = MeetingDraft("座谈会", MeetingKind.DEBRIEF, clock.today(), reports="乙记的")
        meetings.change_meeting(clerk, meeting_id, mine, 1)
    assert (refused.value.mine, refused.value.theirs) == ({"听取汇报": "乙记的"}, {"听取汇报": "甲记的"})


def test_a_demand_has_words(office: Office) -> None:
    with pytest.raises(Invalid, match="请写这一条要求"):
        office.demand(office.meet(), " ")


def test_work_from_a_covert_visit_does_not_say_how_it_was_found(office: Office) -> None:
    visit = make_visit(make_person(Role.SHOPPER), mode=VisitMode.COVERT)
    demand = office.demand(office.meet(visit.id))
    with pytest.raises(Invalid, match="请不要写是怎么发现的"):
        office.assign_demand(demand, demand="暗访看到的马上改。")
    office.assign_demand(office.demand(office.meet()), demand="暗访工作要常态化。")
