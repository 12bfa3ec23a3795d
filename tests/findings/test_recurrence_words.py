"""How near two texts are: the same on every machine, whatever their order, width, numbers and signs."""

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.findings.rules.likeness import BANDS, bands, grams, normalise, similarity

_WORDS = st.text(alphabet="群众窗口材料电话排队等候没有一次告知复印件，。0123９ａB", max_size=60)
_MIGRATION = importlib.import_module("migrations.versions.0008_recurrence")

NEAR = [
    ("清单外要求提供居住证复印件，群众多跑一趟", "窗口在清单以外要求提供居住证复印件，群众多跑了两趟"),
    ("上班时间窗口无人在岗", "上班时间，3号窗口无人在岗"),
    ("服务电话无人接听", "服务电话打了五次无人接听"),
]
FAR = [
    ("清单外要求提供居住证复印件", "服务电话无人接听"),
    ("上班时间窗口无人在岗", "办事指南与网上公布不一致"),
    ("取号机坏了只能人工发号", "自助设备不能用，无人辅导"),
]


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_the_same_said_twice_is_near(one: str, other: str) -> None:
    assert similarity(grams(one), grams(other)) >= 0.6


@pytest.mark.parametrize(("one", "other"), FAR)
def test_different_things_are_far_apart(one: str, other: str) -> None:
    assert similarity(grams(one), grams(other)) <= 0.2


@pytest.mark.parametrize(("written", "folded"), [
    ("等了３０分钟！", "等了0分钟"),
    ("等了 45 分钟", "等了0分钟"),
    ("ＡＢ岗", "ab岗"),
    ("一、二；（三）", "一二三"),
    ("①号②号", "0号0号"),
    ("Ⅳ类", "iv类"),
    ("，。 ", ""),
])  # fmt: skip
def test_width_case_numbers_signs_and_gaps_do_not_count(written: str, folded: str) -> None:
    assert normalise(written) == folded


def test_a_single_character_stands_for_itself_and_nothing_is_like_nothing() -> None:
    assert grams("冷") == {"冷"}
    assert similarity(grams("，"), grams("")) == 0.0
    assert bands(grams("。")) == frozenset()


def test_a_long_story_counts_by_its_beginning() -> None:
    begins = "窗口没有一次性告知所需材料。" * 30
    assert grams(begins + "后来又说了很多别的话。") == grams(begins)


@given(_WORDS, _WORDS)
def test_likeness_is_symmetric_and_between_nought_and_one(one: str, other: str) -> None:
    there, back = similarity(grams(one), grams(other)), similarity(grams(other), grams(one))
    assert there == back and 0 <= there <= 1


@given(_WORDS, _WORDS)
def test_equal_is_one_and_only_equal(one: str, other: str) -> None:
    first, second = grams(one), grams(other)
    if first:
        assert similarity(first, grams(one)) == 1
    assert (similarity(first, second) == 1) == (first == second and bool(first))


@given(_WORDS, _WORDS)
def test_texts_in_another_order_are_the_same_texts(one: str, other: str) -> None:
    assert grams(one, other) == grams(other, one)


@given(_WORDS, _WORDS)
def test_what_is_added_to_both_brings_them_nearer(one: str, other: str) -> None:
    first, second = grams(one), grams(other)
    both = frozenset({"共同", "同的"})
    if not (first | second) & both:
        assert similarity(first | both, second | both) >= similarity(first, second)


@given(_WORDS)
def test_the_numbers_of_a_text_fit_both_databases(text: str) -> None:
    found = bands(grams(text))
    assert len(found) <= BANDS
    assert all(0 <= number < 2**31 for number in found)
    assert bool(found) == bool(grams(text))


@given(_WORDS, _WORDS)
def test_equal_texts_have_all_numbers_in_common_and_strangers_none(one: str, other: str) -> None:
    first, second = grams(one), grams(other)
    if first == second:
        assert bands(first) == bands(second)
    if not first & second:
        assert not bands(first) & bands(second)


def test_the_numbers_never_change_for_they_stand_in_databases() -> None:
    assert sorted(bands(grams("服务电话无人接听")))[:3] == [24915455, 40201597, 97162343]


@given(_WORDS, _WORDS)
def test_the_migration_fills_in_what_the_app_makes(title: str, fact: str) -> None:
    assert _MIGRATION.bands_of(title, fact) == bands(grams(title, fact))


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_near_texts_have_numbers_in_common(one: str, other: str) -> None:
    assert bands(grams(one)) & bands(grams(other))
