"""What a bulletin begins with, quotes and may not say (rectification.md §1.6, §2, §6.6), without a database."""

from datetime import date, time
from typing import Any

import pytest

from inspect_app.foundation.pasting import Slip, suggestions, take_all
from inspect_app.notices.rules.bulletin_linting import Known, bulletin_complaints, values_in
from inspect_app.notices.rules.bulletin_paper import bulletin_paper, level_of
from inspect_app.notices.rules.bulletins import printed_day
from inspect_app.notices.rules.linting import blocking
from inspect_app.notices.rules.openings import from_finding, from_meeting, from_praise
from inspect_app.notices.rules.quoting import Quotes, as_figure, as_quoted, filled, quoted_in
from inspect_app.notices.rules.reidentifying import recognisable
from inspect_app.notices.vocabulary.bulletins import AttachmentFacts, BulletinFacts
from inspect_app.notices.vocabulary.complaints import Complaint, Unsayable
from tests.notices.editors import article, facts

_SAID = "这就是老百姓的真实感受，只要政府做到真心服务，老百姓都会记在心里"
_ELSEWHERE = "这就是老百姓的真实获得感。政府只要真心为群众服务，群众就会记在心里"
_WORLD = Unsayable(
    names=frozenset({"郭晓燕"}), codes=frozenset({"A-17"}), covert_times=frozenset({time(9, 42)}),
    hidden_titles=frozenset({"还没送达的那个问题"}), numbers=frozenset({"2026-0001"}), quotable=(_SAID,),
)  # fmt: skip
_LETTER = "我是来自辽宁丹东的一个七十岁老人，跟女儿、女婿来杭，到白杨派出所，蒋警官帮了我。"


def _found(issue: BulletinFacts, *, signing: bool = False, **known: Any) -> list[Complaint]:
    return bulletin_complaints(issue, _WORLD, Known(**known), signing=signing)


def _said(*paragraphs: str, **known: Any) -> list[Complaint]:
    return _found(facts(article("百姓的真心点赞", *paragraphs)), **known)


@pytest.mark.parametrize(
    ("day", "printed"),
    [(None, "2018年1月　日"), (date(2018, 1, 9), "2018年1月9日"), (date(2017, 6, 12), "2017年6月12日")],
)
def test_a_day_that_is_not_known_is_left_blank(day: date | None, printed: str) -> None:
    assert printed_day(day, date(2018, 1, 31)) == printed


def test_a_chiefs_visit_begins_with_its_demands_as_they_are_spoken() -> None:
    demands = ["认清使命", "要扎实推进", "要高标准建设", "共享数据；", "盯住难题。", "要亮出承诺"]
    draft = from_meeting("一把手体验督察", date(2017, 5, 8), "市行政服务中心", "市委书记周江勇", "座谈会", "", demands)
    asked = "一是认清使命。二要扎实推进。三要高标准建设。四是共享数据。五是盯住难题。六要亮出承诺。"
    assert draft.body == (
        f"5月8日，市委书记周江勇在市行政服务中心参加座谈会。\n就下一步工作，市委书记周江勇提出六点要求：{asked}"
    )
    assert draft.title == "市委书记周江勇一把手体验督察"


def test_praise_begins_with_unit_and_window_and_no_person() -> None:
    draft = from_praise("杭州经开区分局", "白杨派出所户籍窗口", "当场开出准迁证，老人落户立等可取")
    assert draft.title == "杭州经开区分局：当场开出准迁证"
    assert draft.body == "杭州经开区分局白杨派出所户籍窗口当场开出准迁证，老人落户立等可取。"


def test_a_finding_tells_what_was_mended_once_it_is_struck_off() -> None:
    begun = from_finding("市住建局", "3号窗口", "实地督查", "要求提交已取消的证明", "窗口仍要证明", "")
    assert begun.body == "实地督查在3号窗口发现：窗口仍要证明。"
    ended = from_finding("市住建局", "", "办事体验", "要求提交已取消的证明", "", "已撤下告示。")
    assert ended.body == "办事体验发现：要求提交已取消的证明。\n市住建局接到交办后即行整改：已撤下告示。"
    for place, body in (("3号窗口", "群众反映3号窗口的问题：仍要证明。"), ("", "群众反映：仍要证明。")):
        assert from_finding("市住建局", place, "群众反映", "证明", "仍要证明", "", heard=True).body == body


def test_a_quotation_is_what_the_register_says_and_an_unknown_one_is_shown() -> None:
    quotes = Quotes(
        {12: as_quoted("车俊", "省委书记", f"{_SAID}。")}, {5: as_figure("节省", "64.2万小时", "APP", "5月", "市局")}
    )
    assert quoted_in(["【批示12】【数字5】", "【批示1x】"]) == (frozenset({12}), frozenset({5}))
    assert filled("【批示12】。", quotes) == f"省委书记车俊批示：“{_SAID}”。"
    assert filled("【数字5】。", quotes) == "据市局统计，截至5月，APP节省64.2万小时。"
    assert _said(filled("【批示12】。", quotes)) == []
    assert [one.blocking for one in _said(filled("【批示99】。", quotes))] == [True]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (f"领导批示：“{_ELSEWHERE}”。", "与登记的原文不一致"),
        ("民警郭晓燕服务周到。", "郭晓燕"),
        ("王明先生表示满意。", "王明先生"),
        ("请拨13957112233。", "手机号"),
        ("由A-17前往。", "代号"),
        ("9时42分到达窗口。", "具体时刻"),
        ("暗访员扮作群众前往。", "暗访"),
        ("其中还没送达的那个问题较突出。", "还没有送达"),
        ("编号2026-0099的问题。", "还没有送达"),
        ("累计减少跑趟181.7万次。", "没有写截至日期和来源"),
    ],
)
def test_it_stops_the_bulletin_and_says_where_and_what_to_do(words: str, problem: str) -> None:
    found = [one for one in _said(words) if problem in one.text]
    assert found
    assert blocking(found)
    assert found[0].section == "第1篇"
    assert found[0].remedy


def test_day_and_source_may_stand_elsewhere_in_the_paragraph() -> None:
    assert _said("据市公安局统计，截至12月15日，办件成倍增长。减少跑趟181.7万次。") == []


@pytest.mark.parametrize("alias", ["张阿姨", "蒋某某"])
def test_a_masked_name_is_told_and_stops_nothing(alias: str) -> None:
    found = _said(f"{alias}在信中说好。")
    assert [(one.blocking, alias in one.problem) for one in found] == [(False, True)]


def test_one_value_with_another_scope_is_shown_beside_the_other() -> None:
    """The trap of seeds 001 and 004: 64.2 万小时 for the APP, and again for 18 services."""
    words = "据市公安局统计，截至12月15日，18项网上服务节省64.2万小时。"
    (registered,) = _said(words, figures=(("64.2万小时", "移动警务APP"),))
    assert "“移动警务APP”" in registered.problem
    (before,) = _said(words, earlier=(("2017年第12期", "APP节省64.2万小时。"),))
    assert "2017年第12期说的是“APP节省64.2万小时。”" in before.problem
    (inside,) = _said(words, "据市公安局统计，截至12月15日，APP节省64.2万小时。")
    assert "前面说的是“据市公安局统计" in inside.problem
    assert not any(one.blocking for one in (registered, before, inside))
    assert _said(words, figures=(("64.2万小时", "18项网上服务"),)) == []


def test_numbers_are_compared_with_their_units() -> None:
    assert values_in("５３项、６４．２万小时、95.6%、92.1 万件、第70期") == ["64.2万小时", "95.6", "92.1万件"]


def test_a_letter_that_tells_who_wrote_it_waits_for_consent_and_is_never_changed() -> None:
    letter = AttachmentFacts("来信", f"车省长：\n{_LETTER}")
    issue = facts(article("点赞", "窗口好。", attachments=(letter,)))
    (found,) = blocking(_found(issue))
    for trait in ("七十岁", "来自辽宁", "女儿", "派出所", "警官"):
        assert trait in found.problem
    assert blocking(_found(issue, consents=frozenset({"来信"}))) == []
    assert bulletin_paper(issue).enclosures[0].lines == tuple(letter.text.split("\n"))


def test_two_traits_fit_many_people() -> None:
    assert recognisable(["七十岁老人带着女儿来办事"]) == ()
    assert len(recognisable(["七十岁老人带着女儿", "到白杨派出所"])) == 3


@pytest.mark.parametrize(
    ("words", "problem"), [("电话13957112233", "手机号"), ("郭晓燕很好", "姓名"), ("9:42到", "时刻")]
)
def test_an_original_that_harms_somebody_stops_it(words: str, problem: str) -> None:
    letter = AttachmentFacts("来信", words)
    found = blocking(_found(facts(article("点赞", "窗口好。", attachments=(letter,)))))
    assert [problem in one.problem for one in found] == [True]


def test_an_original_keeps_its_full_width_digits_and_nobody_is_asked_about_them() -> None:
    letter = AttachmentFacts("来信", "２０１７年５月，\n跑了９２ １ 万步")
    assert _found(facts(article("点赞", "窗口好。", attachments=(letter,)))) == []


def test_what_paste_left_in_an_article_is_shown() -> None:
    pasted = "创新理念、机制和手段，以超常规的力度，\n清单式、项目化、责任制推进改革，节省９２ １ 万小时。"
    assert {one.slip for one in suggestions(pasted)} == {Slip.BREAK, Slip.POINT}
    assert "\n" not in take_all(pasted, Slip.BREAK)
    assert any("断行" in one.problem for one in _said(*pasted.split("\n")))


def test_a_blank_date_an_empty_issue_and_no_lists_are_told() -> None:
    issue = facts(issue_date="", report_to=(), send_to=(), issue_to=())
    empty = BulletinFacts(**{**{name: getattr(issue, name) for name in BulletinFacts.__slots__}, "articles": ()})
    assert {one.section: one.blocking for one in _found(empty)} == {"文章": True, "印发日期": False, "报送发": False}
    assert {one.section: one.blocking for one in _found(empty, signing=True)}["印发日期"] is True


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、明确改革目标", 1),
        ("（一）简化办", 2),
        ("温州市：", 1),
        ("一是理清思路，要按照事项分类。", 0),
        ("一、二、三级医院都在其中，这是一句话。", 0),
        ("会议强调：要抓落实", 0),
    ],
)
def test_a_short_line_with_a_number_is_a_heading(text: str, level: int) -> None:
    assert level_of(text) == level


def test_facts_survive_being_frozen() -> None:
    issue = facts()
    assert BulletinFacts.from_json(issue.to_json()) == issue
