"""The registers: added, corrected with every version kept, narrowed; figures computed, praise without names."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from inspect_app.campaigns.models import Campaign
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Conflict, Invalid
from inspect_app.projects.actions import registering
from inspect_app.projects.queries.register_lines import REPEATED
from inspect_app.projects.queries.registers import (
    list_entries,
    list_typical,
    versions_of,
)
from inspect_app.projects.rules.registers import number, shown
from inspect_app.projects.vocabulary.registers import (
    AnnouncementDraft,
    DocumentDraft,
    Draft,
    FigureDraft,
    GroupDraft,
    MediaDraft,
    MediaKind,
    PilotDraft,
    PledgeDraft,
    PraiseDraft,
    PraiseSource,
    PreparationDraft,
    PreparationStep,
    Register,
    RegisterFilter,
    StaffingDraft,
    Trained,
    TrainingDraft,
)
from tests.factories import make_campaign
from tests.projects.making import Office

pytestmark = pytest.mark.usefixtures("app_context")
DAY = date(2017, 12, 4)


def pledge(office: Office, **values: Any) -> PledgeDraft:
    facts: dict[str, Any] = {
        "unit_id": office.unit, "words": "窗口电话工作时间打得通。", "made_by": "局长", "pledged_on": DAY,
        "outlet": "杭州之声",
    }  # fmt: skip
    return PledgeDraft(**(facts | values))


def praise(office: Office, **values: Any) -> PraiseDraft:
    facts: dict[str, Any] = {
        "unit_id": office.unit, "praised_on": DAY, "source": PraiseSource.CITIZEN,
        "words": "立等便取，三天身份证就到家。",
    }  # fmt: skip
    return PraiseDraft(**(facts | values))


def figure(**values: Any) -> FigureDraft:
    facts: dict[str, Any] = {
        "name": "节省办事时间", "value": "64.2", "unit": "万小时", "scope": "18 项网上便民服务", "as_of": DAY,
        "source": "市公安局",
    }  # fmt: skip
    return FigureDraft(**(facts | values))


def document(**values: Any) -> DocumentDraft:
    facts: dict[str, Any] = {
        "number": "杭跑改办〔2017〕43号", "title": "若干意见", "issuer": "市跑改办", "issued_on": DAY,
    }  # fmt: skip
    return DocumentDraft(**(facts | values))


def batch(**values: Any) -> AnnouncementDraft:
    facts: dict[str, Any] = {
        "batch": "第三批", "announced_on": DAY, "channel": "杭州日报", "items": "取消办事纸质证明材料", "count": 174,
    }  # fmt: skip
    return AnnouncementDraft(**(facts | values))


def report(**values: Any) -> MediaDraft:
    facts: dict[str, Any] = {
        "title": "一证通办落地", "outlet": "杭州日报", "kind": MediaKind.PAPER, "published_on": DAY,
    }  # fmt: skip
    return MediaDraft(**(facts | values))


def pilot(office: Office, **values: Any) -> PilotDraft:
    facts: dict[str, Any] = {
        "name": "骆家庄社区", "unit_id": office.unit, "matter": "社区代办", "started_on": DAY,
    }  # fmt: skip
    return PilotDraft(**(facts | values))


def staffing(office: Office, **values: Any) -> StaffingDraft:
    facts: dict[str, Any] = {
        "unit_id": office.unit, "as_of": DAY, "regular": 6, "contracted": 14, "windows": 12, "handled": 3015,
        "source": "人事处月报",
    }  # fmt: skip
    return StaffingDraft(**(facts | values))


def any_campaign() -> int:
    return db.session.scalar(select(Campaign.id).order_by(Campaign.id).limit(1)) or make_campaign().id


def preparation(**values: Any) -> PreparationDraft:
    facts: dict[str, Any] = {
        "campaign_id": any_campaign(), "step": PreparationStep.GROUP, "done_on": DAY, "words": "组长为分管副市长。",
    }  # fmt: skip
    return PreparationDraft(**(facts | values))


def training(**values: Any) -> TrainingDraft:
    facts: dict[str, Any] = {
        "held_on": DAY, "subject": "民情观察团行前培训", "trained": Trained.OBSERVERS, "attended": 24, "hours": 3,
    }  # fmt: skip
    return TrainingDraft(**(facts | values))


def group(office: Office, **values: Any) -> GroupDraft:
    facts: dict[str, Any] = {
        "name": "个人事项改革专题组", "unit_id": office.unit, "matter": "公民个人办事事项", "reviews": True,
        "set_up_on": DAY,
    }  # fmt: skip
    return GroupDraft(**(facts | values))


def add(office: Office, draft: Draft) -> int:
    with transaction():
        return int(registering.add_entry(office.actor("clerk"), draft).id)


def drafts(office: Office) -> dict[Register, tuple[Draft, Draft]]:
    return {
        Register.PLEDGES: (pledge(office), pledge(office, words="二十四小时打得通。")),
        Register.PRAISE: (praise(office), praise(office, words="专门动手改了说明。")),
        Register.ANNOUNCEMENTS: (batch(), batch(count=175)),
        Register.DOCUMENTS: (document(), document(title="关于推进改革的若干意见")),
        Register.FIGURES: (figure(), figure(value="64.3")),
        Register.MEDIA: (report(), report(title="窗口不再要户口本")),
        Register.PILOTS: (pilot(office), pilot(office, matter="社区代办 12 项")),
        Register.STAFFING: (staffing(office), staffing(office, regular=9)),
        Register.PREPARATIONS: (preparation(), preparation(words="组长改由市长担任。")),
        Register.TRAININGS: (training(), training(attended=26)),
        Register.GROUPS: (group(office), group(office, urges=True)),
    }


@pytest.mark.parametrize("register", Register)
def test_a_correction_keeps_what_stood_before_and_why(office: Office, register: Register) -> None:
    first, second = drafts(office)[register]
    entry_id, clerk = add(office, first), office.actor("clerk")
    with pytest.raises(Invalid, match="请写更正原因"), transaction():
        registering.correct_entry(clerk, entry_id, second, " ")
    with pytest.raises(Invalid, match="没有改动"), transaction():
        registering.correct_entry(clerk, entry_id, first, "再看一遍")
    with transaction():
        registering.correct_entry(clerk, entry_id, second, "核对原件。", 1)
    kept = versions_of(register, entry_id)
    assert [(row.number, row.reason) for row in kept] == [(2, "核对原件。"), (1, "")]
    assert kept[0].facts != kept[1].facts
    with pytest.raises(Conflict) as refused, transaction():
        registering.correct_entry(clerk, entry_id, first, "又改。", 1)
    assert refused.value.mine.keys() == refused.value.theirs.keys()
    assert list_entries(register, RegisterFilter())[1] == 1


@pytest.mark.parametrize("register", Register)
def test_a_register_is_narrowed_by_text_and_by_day(office: Office, register: Register) -> None:
    add(office, drafts(office)[register][0])
    words = {
        Register.PLEDGES: "打得通", Register.PRAISE: "立等便取", Register.ANNOUNCEMENTS: "日报",
        Register.DOCUMENTS: "〔2017〕43", Register.FIGURES: "便民", Register.MEDIA: "杭州日报",
        Register.PILOTS: "骆家庄", Register.STAFFING: "月报", Register.PREPARATIONS: "组长",
        Register.TRAININGS: "行前", Register.GROUPS: "公民个人",
    }[register]  # fmt: skip
    after = DAY + timedelta(days=1)
    for asked, count in (
        (RegisterFilter(text=words), 1), (RegisterFilter(text="%"), 0), (RegisterFilter(since=DAY, until=DAY), 1),
        (RegisterFilter(since=after), 0), (RegisterFilter(until=DAY - timedelta(days=1)), 0),
    ):  # fmt: skip
        assert list_entries(register, asked)[1] == count, asked


def test_the_same_number_for_another_scope_is_marked(office: Office) -> None:
    """64.2 万小时 is the APP's in June 2017 and of 18 online services in January 2018 (seeds 001, 004)."""
    add(office, figure(scope="“警察叔叔”APP 92.1 万次办件", as_of=date(2017, 6, 12)))
    assert [line.cells[-1] for line in list_entries(Register.FIGURES, RegisterFilter())[0]] == [""]
    add(office, figure())
    assert {line.cells[-1] for line in list_entries(Register.FIGURES, RegisterFilter())[0]} == {REPEATED}


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ({}, "64.2 万小时"),
        ({"value": "", "unit": "项", "numerator": "296", "denominator": "598"}, "296/598 项（49.5%）"),
        (
            {"value": "", "unit": "万人次", "numerator": "789.53", "denominator": "825.7"},
            "789.53/825.7 万人次（95.6%）",
        ),
    ],
)
def test_a_ratio_is_computed_never_typed(values: dict[str, str], printed: str) -> None:
    assert shown(figure(**values)) == printed


def test_a_lost_decimal_point_is_asked_about_and_full_width_digits_are_read() -> None:
    assert number("１８１．７", "value") == Decimal("181.7")
    with pytest.raises(Invalid, match="小数点丢了"):
        number("９２ １", "value")
    for text in ("abc", "-1", "NaN", "1e999", "9" * 30):
        with pytest.raises(Invalid):
            number(text, "value")


@pytest.mark.parametrize(
    "values",
    [
        {"value": ""}, {"numerator": "1", "denominator": "2"}, {"value": "", "numerator": "1"},
        {"value": "", "numerator": "3", "denominator": "2"}, {"value": "", "numerator": "0", "denominator": "0"},
    ],
)  # fmt: skip
def test_a_figure_is_one_number_or_two(office: Office, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        add(office, figure(**values))


def test_what_papers_print_of_praise_names_nobody(office: Office) -> None:
    campaign = make_campaign()
    with pytest.raises(Invalid, match="当事人姓名"):
        add(office, praise(office, typical=True, paper_words="民警蒋某某逐项分析。", person_name="蒋某某"))
    with pytest.raises(Invalid, match="见报文字"):
        add(office, praise(office, typical=True))
    facts = {"typical": True, "paper_words": "派出所逐项分析材料，当场开出准迁证。", "person_name": "蒋某某"}
    mine = add(office, praise(office, campaign_id=campaign.id, **facts))
    anybody = add(office, praise(office, **facts))
    add(office, praise(office, campaign_id=make_campaign().id, **facts))
    add(office, praise(office))
    found = list_typical(campaign.id, DAY, DAY)
    assert [one.praise_id for one in found] == [mine, anybody]
    assert "蒋某某" not in repr(found)
    assert list_typical(campaign.id, DAY + timedelta(days=1), DAY + timedelta(days=2)) == []


def test_a_number_is_registered_once(office: Office) -> None:
    add(office, document())
    with pytest.raises(Invalid, match="已经登记过"):
        add(office, document(title="另一份"))
    add(office, batch())
    with pytest.raises(Invalid, match="已经登记过"):
        add(office, batch(count=1))


def test_a_report_and_a_step_of_preparing_are_registered_once(office: Office) -> None:
    add(office, report())
    with pytest.raises(Invalid, match="已经登记过"):
        add(office, report(kind=MediaKind.SITE))
    add(office, report(outlet="杭州电视台"))
    add(office, preparation())
    with pytest.raises(Invalid, match="已经登记过"):
        add(office, preparation(words="另一个说法。"))
    add(office, preparation(step=PreparationStep.KICK_OFF))
