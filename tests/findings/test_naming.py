"""Words that may tell who came."""

import pytest

from inspect_app.findings.rules.naming import traces


@pytest.mark.parametrize(("text", "found"), [
    ("窗口人员何静说明了情况", ["姓名“何静”"]),
    ("请打 13812345678 联系", ["手机号“13812345678”"]),
    ("服务电话 0574-87123456 无人接", ["电话号码“0574-87123456”"]),
    ("取到 A023 号后等了一小时", ["排队号“A023”"]),
    ("排队号 17 过号", ["排队号“排队号 17”"]),
    ("身份证 33020319900101123X", ["身份证号“33020319900101123X”"]),
    ("等了 90 分钟，跑了 3 趟，材料 12 份", []),
    ("按 GB/T 36112 5.4 条", []),
])  # fmt: skip
def test_traces_of_people_are_found(text: str, found: list[str]) -> None:
    assert traces(text, ["何静", "王"], covert=False) == found


def test_a_time_of_day_tells_only_on_a_covert_visit() -> None:
    text = "上午 9:15 到窗口"
    assert (traces(text, [], covert=False), traces(text, [], covert=True)) == ([], ["具体钟点“9:15”"])
