"""What stops a notice, and what is only said: names, shoppers, what is not delivered, quotations, figures."""

from dataclasses import replace
from datetime import time

import pytest

from inspect_app.notices.rules.linting import blocking, complaints
from inspect_app.notices.vocabulary import NoticeFacts, Section
from inspect_app.notices.vocabulary.complaints import Complaint, Unsayable
from tests.notices.papers import facts_with, line

_AS_TOLD = "这就是老百姓的真实感受，只要政府做到真心服务，老百姓都会记在心里"
_ELSEWHERE = "这就是老百姓的真实获得感。政府只要真心为群众服务，群众就会记在心里"
_WORLD = Unsayable(
    names=frozenset({"郭晓燕"}), codes=frozenset({"A-17"}), covert_times=frozenset({time(9, 42)}),
    hidden_titles=frozenset({"还没送达的那个问题"}), numbers=frozenset({"2026-0001"}), quotable=(_AS_TOLD,),
)  # fmt: skip


def _quiet() -> NoticeFacts:
    facts = facts_with(1)
    return replace(facts, prose={"reason": ("现将截至5月21日17时的情况通报如下。",)})


def _said(words: str, section: Section = Section.PRACTICES) -> list[Complaint]:
    facts = _quiet()
    found = complaints(replace(facts, prose={**facts.prose, section.value: (words,)}), _WORLD)
    return [one for one in found if one.section == section.label]


@pytest.mark.parametrize("words", ["本期新交办的问题如下。", "详见附件1。", "主要是新发现的问题。"])
def test_a_list_is_not_announced_where_nothing_is_new(words: str) -> None:
    quiet = replace(_quiet(), new_findings=())
    told = replace(quiet, prose={**quiet.prose, Section.PROBLEMS.value: (words,)})
    assert [one.text for one in blocking(complaints(told, _WORLD)) if "引出清单" in one.text]
    for fine in ("本期未发现新的问题。", "本期没有新发现的问题。"):
        told = replace(quiet, prose={**quiet.prose, Section.PROBLEMS.value: (fine,)})
        assert [one for one in complaints(told, _WORLD) if "引出清单" in one.text] == []
    told = replace(_quiet(), prose={**quiet.prose, Section.PROBLEMS.value: (words,)})
    assert [one for one in complaints(told, _WORLD) if "引出清单" in one.text] == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("蒋某某到窗口办证。", "蒋某某"),
        ("王某反映要跑两趟。", "王某"),
        ("欧阳某反映要跑两趟。", "欧阳某"),
        ("张女士对此表示满意。", "张女士"),
        ("工号：A0231的人员不熟悉业务。", "工号"),
        ("窗口人员郭晓燕服务周到。", "郭晓燕"),
        ("请拨13957112233。", "手机号"),
        ("证件330106198001011234。", "身份证号"),
        ("暗访员扮作群众前往。", "暗访"),
        ("由A-17前往查看。", "代号"),
        ("9时42分到达窗口。", "具体时刻"),
        ("9:42到达窗口。", "具体时刻"),
        ("编号2026-0099的问题。", "还没有送达"),
        ("其中还没送达的那个问题较突出。", "还没有送达"),
        (f"领导批示：“{_ELSEWHERE}”。", "与登记的原文不一致"),
        ("累计节省64.2万小时。", "没有写截至日期和来源"),
        ("截至6月底，累计节省64.2万小时。", "没有写来源"),
        ("据平台统计累计节省64.2万小时。", "没有写截至日期"),
    ],
)
def test_it_stops_the_paper_and_says_where_and_what_to_do(words: str, problem: str) -> None:
    (first, *_) = found = _said(words)
    assert any(problem in one.text for one in found), found
    assert all(one.blocking for one in found)
    assert first.sentence
    assert first.remedy


@pytest.mark.parametrize(
    "words",
    [
        "由于某单位未到场，另行安排。",
        "关于某街道的情况另行通报。",
        "办事群众和窗口工作人员普遍反映较好。",
        "编号2026-0001的问题已经整改。",
        "10时15分召开协调会。",
        f"领导批示：“{_AS_TOLD}。”",
        "领导批示：“只要政府做到真心服务，老百姓都会记在心里”。",
        "推行“最多跑一次”改革事项清单管理。",
        "据市数据局统计，截至6月底，累计节省64.2万小时。",
        "依据明跑改办〔2026〕43号。",
        "请24小时内反馈。",
    ],
)
def test_what_an_office_writes_every_day_passes(words: str) -> None:
    assert _said(words) == []


@pytest.mark.parametrize("words", ["本次督查发现较多。", "满意率达98 5。满意率98 5万。"])
def test_a_warning_stops_nothing(words: str) -> None:
    found = [one for one in _said(words) if not one.blocking]
    assert found
    assert blocking(found) == []


def test_a_name_inside_a_delivered_finding_is_told_to_who_signs_and_stops_nothing() -> None:
    facts = replace(_quiet(), new_findings=(replace(line(0), fact="张女士为此跑了两趟。"),))
    found = [one for one in complaints(facts, _WORLD) if one.section == "问题 2026-0001"]
    assert [one.blocking for one in found] == [False]


def test_a_text_without_an_as_of_date_is_told_so() -> None:
    found = complaints(replace(_quiet(), prose={"reason": ("现将有关情况通报如下。",)}), _WORLD)
    assert any("没有写数字截至" in one.problem for one in found)


def test_one_value_with_two_scopes_needs_its_source_in_both() -> None:
    assert _said("APP办件节省64.2万小时，网上18项服务节省64.2万小时。")


def test_a_total_that_differs_from_its_table_comes_first() -> None:
    facts = _quiet()
    wrong = replace(facts, figures={**facts.figures, "found_total": 999})
    assert "累计发现：正文是 999" in complaints(wrong, _WORLD)[0].problem or any(
        "累计发现：正文是 999" in one.problem for one in blocking(complaints(wrong, _WORLD))
    )
