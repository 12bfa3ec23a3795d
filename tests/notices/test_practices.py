"""四、典型做法 reads 点赞 of the registers: what is chosen for papers, each told once, and nobody named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inspect_app.foundation import clock
from inspect_app.notices.actions.issuing import Blocked
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.rules.tables import full_tables
from inspect_app.notices.vocabulary import Practice
from inspect_app.projects.models import Commendation
from inspect_app.projects.vocabulary.registers import PraiseSource
from tests.factories import keep, make_campaign
from tests.notices.papers import RED_HEAD, facts_with
from tests.notices.test_issuing import Office


def praise(office: Office, words: str, **values: object) -> Commendation:
    """Enter praise that papers may tell."""
    facts = {"praised_on": clock.today(), "source": PraiseSource.CITIZEN, "typical": True} | values
    return keep(Commendation(unit_id=office.unit.id, words="原话", paper_words=words, **facts))


@pytest.mark.usefixtures("app_context")
def test_each_is_told_once_at_most_three_an_issue_and_what_is_not_chosen_never() -> None:
    office = Office()
    for place in range(4):
        praise(office, f"做法{place}", praised_on=clock.today() - timedelta(days=4 - place))
    praise(office, "没有选的", typical=False)
    praise(office, "别的专项的", campaign_id=make_campaign((office.unit,)).id)
    first = office.issue()
    assert [one.words for one in facts_of(first).practices] == ["做法0", "做法1", "做法2"]
    later = first.cut_off_at + timedelta(minutes=2)
    with clock.reading(lambda: later):
        second = office.draft()
        assert facts_of(second).practices == (Practice(office.unit.short_name, "", "做法3"),)
        told = [paragraph.text for paragraph in paper_of(facts_of(second)).body]
    assert f"{office.unit.short_name}：做法3。" in told


@pytest.mark.usefixtures("app_context")
def test_praise_that_names_a_citizen_stops_the_paper_and_says_where_to_mend_it() -> None:
    office = Office()
    praise(office, "帮助张阿姨当场办成。")
    notice = office.draft()
    with pytest.raises(Blocked, match="登记簿“点赞”"):
        office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)


def test_practices_without_room_stand_in_an_annex() -> None:
    told = tuple(Practice("市人社局", f"{place}号窗口", "好做法" * 30) for place in range(3))
    facts = replace(facts_with(200, 31, RED_HEAD), practices=told, corrections=())
    paper = paper_of(facts)
    assert [annex.title for annex in paper.annexes][2:] == ["典型做法"]
    assert [row[3] for row in paper.annexes[2].tables[0].rows] == ["好做法" * 30] * 3
    assert full_tables(facts)[-1].title == "典型做法"
