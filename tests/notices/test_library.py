"""The library of good practice: everybody finds what they may read, and nobody's name."""

import pytest
from flask import Flask

from inspect_app.access import Role
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.notices.queries.library import search_cases
from inspect_app.notices.vocabulary import ListKind
from inspect_app.projects.actions.registering import add_entry
from inspect_app.projects.vocabulary.registers import PraiseDraft, PraiseSource
from tests.factories import make_actor, make_unit
from tests.notices.editors import Editors
from tests.notices.test_bulletin_pages import Browser

pytestmark = pytest.mark.usefixtures("app_context")


def _praise(editors: Editors, unit_id: int, words: str, *, typical: bool = True) -> None:
    draft = PraiseDraft(
        unit_id=unit_id, praised_on=clock.today(), source=PraiseSource.CITIZEN, words=f"{words}，谢谢蒋小英",
        paper_words=words, person_name="蒋小英", typical=typical,
    )  # fmt: skip
    with transaction():
        add_entry(editors.clerk, draft)


def test_articles_and_practices_are_found_by_every_word_of_a_search() -> None:
    editors, unit = Editors(), make_unit("市人社局")
    editors.issue("社保卡一天办好")
    editors.draft("还没有签发的一篇")
    _praise(editors, unit.id, "社保窗口延时办结，老人不再跑第二趟")
    _praise(editors, unit.id, "没有列为典型的一条", typical=False)
    found = search_cases(editors.clerk, "", 1)
    assert [(case.told_in, case.title) for case in found.rows] == [("典型做法", ""), ("简报", "社保卡一天办好")]
    assert [case.told_in for case in search_cases(editors.clerk, "社保 老人", 1).rows] == ["典型做法"]
    assert search_cases(editors.clerk, "人社 老人", 1).total == 1, "the unit's name counts as a word of the case"
    assert search_cases(editors.clerk, "%", 1).total == 0
    assert "蒋小英" not in repr(found)


def test_a_department_finds_only_the_bulletins_that_were_sent_to_it(app: Flask) -> None:
    editors, mine, other = Editors(), make_unit("市卫健委"), make_unit("市教育局")
    editors.list_to(ListKind.ISSUE, "市卫健委")
    editors.issue("发到卫健委的一篇")
    reader, stranger = make_actor(Role.DEPT_LIAISON, mine), make_actor(Role.DEPT_LIAISON, other)
    assert [case.title for case in search_cases(reader, "", 1).rows] == ["发到卫健委的一篇"]
    assert search_cases(stranger, "", 1).total == 0
    page = Browser(app, reader).get("/cases?q=卫健委").text
    assert "发到卫健委的一篇" in page and "共 1 例" in page
    assert "没有找到" in Browser(app, stranger).get("/cases?q=卫健委").text
