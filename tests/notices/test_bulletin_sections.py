"""What stands around the body of an article: 按, 编者按, 下一步工作计划, 本刊邮箱; typed once."""

import pytest
from flask import Flask

from exports.bulletin_word import bulletin_docx
from inspect_app.foundation import clock
from inspect_app.notices.queries.bulletin_facts import bulletin_facts
from inspect_app.notices.queries.bulletin_linting import bulletin_complaints_of
from inspect_app.notices.rules.bulletin_paper import bulletin_paper, with_next_steps
from inspect_app.notices.vocabulary.bulletins import BulletinFacts, NoteKind
from tests.findings.test_pages import no_csrf  # noqa: F401
from tests.notices.editors import Editors, article, facts, file_of, stored
from tests.notices.measuring import lines, opened
from tests.notices.test_bulletin_pages import Browser, _written
from tests.notices.test_bulletin_papers import page_of
from tests.notices.test_printing import words_of

PLAN = "下一步工作计划"


@pytest.mark.parametrize(("body", "head"), [
    (("一、主要做法", "窗口好。", "二、初步成效", "群众满意。"), f"三、{PLAN}"),
    (("全文没有小标题。",), PLAN),
    (("温州市：", "市长来到窗口。"), PLAN),
    (("十、第十节", "写不下了。"), PLAN),
])  # fmt: skip
def test_the_plan_is_the_last_section_and_numbered_on_from_the_headings(body: tuple[str, ...], head: str) -> None:
    told = with_next_steps(body, ("2018年继续推进。",))
    assert told == (*body, head, "2018年继续推进。")
    assert with_next_steps(body, ()) == body
    paper = bulletin_paper(facts(article("一证通办", *told)))
    assert [part.level for part in paper.stories[0].body][-2:] == [1, 0]


@pytest.mark.usefixtures("app_context", "no_csrf")
class TestTyped:
    """Typed in the form, printed in Word and on the page, kept in what is frozen."""

    def test_the_plan_is_printed_checked_frozen_and_found(self, app: Flask) -> None:
        editors = Editors()
        bulletin_id = editors.draft("一证通办", day=clock.today())
        clerk, path = Browser(app, editors.clerk), f"/bulletins/{bulletin_id}"
        one = stored(bulletin_id).articles[0]
        words = _written(body="一、做法\n窗口好。", next_steps="全面推广，减少跑趟181.7万次。")
        words["version"] = str(one.version)
        assert clerk.post(f"{path}/articles/{one.id}", words).status_code == 302
        told = [part.text for part in opened(bulletin_docx(bulletin_facts(stored(bulletin_id)))).paragraphs]
        assert told[told.index(f"二、{PLAN}") + 1] == words["next_steps"]
        assert f"二、{PLAN}" in words_of(page_of(bulletin_facts(stored(bulletin_id))))
        assert "没有写截至日期" in str(bulletin_complaints_of(stored(bulletin_id)))
        assert clerk.post(f"{path}/steps/send_to_check").status_code == 409
        assert words["next_steps"] in clerk.get(f"{path}/articles/{one.id}").text
        words |= {"next_steps": "全面推广“１５分钟办事圈”。", "version": str(stored(bulletin_id).articles[0].version)}
        assert "改为 15" in clerk.post(f"{path}/articles/{one.id}", words | {"check": "1"}).text
        clerk.post(f"{path}/articles/{one.id}", words)
        editors.to_sign(bulletin_id)
        issued = editors.sign(bulletin_id)
        assert BulletinFacts.from_json(stored(issued.id).facts or {}).articles[0].paragraphs[-2:] == (
            f"二、{PLAN}", words["next_steps"],
        )  # fmt: skip
        assert "一证通办" in clerk.get("/bulletins?q=办事圈").text

    @pytest.mark.parametrize("kind", NoteKind)
    def test_an_editors_note_is_typed_and_printed_on_its_side_of_the_title(self, app: Flask, kind: NoteKind) -> None:
        editors = Editors()
        bulletin_id = editors.draft("一证通办")
        one = stored(bulletin_id).articles[0]
        words = _written(note_kind=kind.value, note="现刊载供各地参考。") | {"version": str(one.version)}
        Browser(app, editors.clerk).post(f"/bulletins/{bulletin_id}/articles/{one.id}", words)
        page = words_of(page_of(bulletin_facts(stored(bulletin_id))))
        note, title = page.index(f"{kind.label}：现刊载供各地参考。"), page.index("一证通办")
        assert (note < title) is (kind is NoteKind.EDITOR)

    def test_the_mailbox_of_a_masthead_is_printed_and_an_issue_keeps_the_one_it_had(self, app: Flask) -> None:
        editors = Editors()
        issued = editors.issue("一证通办").id
        clerk, path = Browser(app, editors.clerk), f"/bulletins/mastheads/{editors.series_id}"
        row = stored(issued).series
        known = {"version": str(row.version), "name": row.name, "issuer": row.issuer}
        changed = known | {"mailbox": "xin@mingzhou.example"}
        assert clerk.post(path, changed).status_code == 302
        draft = editors.draft("下一期")
        assert "本刊邮箱：xin@mingzhou.example" in lines(opened(bulletin_docx(bulletin_facts(stored(draft)))))
        old = lines(opened(file_of(stored(issued))))
        assert "本刊邮箱：jianbao@mingzhou.example" in old
        assert not any("xin@" in text for text in old)
