"""Fields and the error summary say the same words, and every link of the summary finds its control."""

import re

from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, RadioField, SelectField, StringField, TextAreaField, widgets
from wtforms.validators import InputRequired, Optional

from inspect_app.foundation.labels import Labelled
from inspect_app.web.filters import problems

FIELD = '{% from "components/field.html" import field %}{{ field(f) }}'
PAGE = """{% from "components/error_summary.html" import error_summary %}
{% from "components/field.html" import field %}
{{ error_summary(form) }}{{ field(form.result) }}{{ field(form.verdict) }}{{ field(form.document) }}
{% for step in form.steps %}{{ field(step.form.what) }}{% endfor %}"""


class Step(Form):
    what = StringField("节点", [InputRequired("请写节点要做什么")])


class Feedback(Form):
    result = TextAreaField(
        "整改情况", [InputRequired("请写整改情况，至少 10 个字")], description="一两句话。"
    )
    verdict = RadioField("结论", [InputRequired("请选结论")], choices=[("1", "有"), ("0", "没有")])
    document = StringField("文号", [Optional()])
    unit = SelectField("单位", [Optional()], choices=[("", "请选择"), ("1", "市公安局")])
    steps = FieldList(FormField(Step), min_entries=2)


class Lamp(Labelled):
    NEAR = "near", "临期"


def draw(app: Flask, source: str, **facts: object) -> str:
    with app.test_request_context():
        return render_template_string(source, **facts)


def refused() -> Feedback:
    typed = {"result": "", "document": "明人社〔2026〕3号", "steps-0-what": "", "steps-1-what": "复训"}
    form = Feedback(MultiDict(typed))
    assert not form.validate()
    return form


def test_every_error_is_counted_once_in_the_order_of_the_page() -> None:
    assert [(problem.anchor, problem.text) for problem in problems(refused())] == [
        ("result", "请写整改情况，至少 10 个字"),
        ("verdict-0", "请选结论"),
        ("steps-0-what", "请写节点要做什么"),
    ]


def test_an_error_of_the_whole_form_comes_first_and_leads_nowhere() -> None:
    form = refused()
    form.form_errors.append("刚被何静改过")
    assert (problems(form)[0].text, problems(form)[0].anchor) == ("刚被何静改过", None)


def test_the_summary_counts_and_each_link_finds_its_control(shell: Flask) -> None:
    page = draw(shell, PAGE, form=refused())
    assert "有 3 处要改" in page
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert len(anchors) == 3
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []


def test_a_field_repeats_the_words_of_the_summary_and_keeps_what_was_typed(shell: Flask) -> None:
    form = refused()
    html = draw(shell, FIELD, f=form.result)
    assert '<span class="err" id="result-error">错误：请写整改情况，至少 10 个字</span>' in html
    assert 'aria-describedby="result-hint result-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="明人社〔2026〕3号"' in draw(shell, FIELD, f=form.document)


def test_only_what_may_be_left_out_is_marked(shell: Flask) -> None:
    form = Feedback()
    assert "选填" in draw(shell, FIELD, f=form.document)
    assert "选填" not in draw(shell, FIELD, f=form.result)


def test_the_browser_never_judges_a_field_itself(shell: Flask) -> None:
    form = Feedback()
    html = "".join(draw(shell, FIELD, f=field) for field in (form.result, form.verdict, form.unit))
    assert not re.search(r"\srequired\b", html)


def test_radios_share_one_question(shell: Flask) -> None:
    html = draw(shell, FIELD, f=Feedback().verdict)
    assert html.count('type="radio"') == 2
    assert "<legend" in html and "结论" in html
    assert isinstance(Feedback().verdict.widget, widgets.ListWidget)


def test_a_lamp_says_its_word_whether_named_or_from_an_enum(shell: Flask) -> None:
    source = '{% from "components/lamp.html" import lamp %}{{ lamp(kind, "剩 2 天") }}'
    named, labelled = draw(shell, source, kind="near"), draw(shell, source, kind=Lamp.NEAR)
    assert named == labelled
    assert "临期" in named and "<use" in named


def test_what_people_typed_is_never_markup(shell: Flask) -> None:
    source = '{% from "components/note.html" import note %}{{ note("over", text, text) }}'
    assert "<b>x" not in draw(shell, source, text="<b>x</b>").replace("<b>&lt;", "")


def test_a_button_that_is_off_says_why(shell: Flask) -> None:
    source = '{% from "components/button.html" import button %}{{ button("销号", off=why) }}'
    html = draw(shell, source, why="先有核验结论，才能销号")
    assert "disabled" in html and "先有核验结论，才能销号" in html
