"""The pages of planning: a round through forms, people, chiefs, the 四进, and who sees nothing of it."""

import io
import re
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import CampaignPreset, VisitMethod
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.visits.models import Interview, Trial, Visit, VisitWindow
from inspect_app.visits.vocabulary import IntervieweeKind, VisitStatus
from tests.accounts.browsing import post
from tests.factories import (
    keep,
    make_campaign,
    make_item,
    make_person,
    make_unit,
    make_version,
    make_visit,
    make_window,
    sign_in,
)


def _enter(app: Flask, client: FlaskClient, role: Role = Role.OFFICE_CLERK) -> None:
    with app.app_context():
        sign_in(client, make_person(role))


def _stage(app: Flask, units: int = 3) -> tuple[int, list[int]]:
    """Return a campaign and the windows of its units; each unit has an inspector."""
    with app.app_context():
        made = [make_unit() for _ in range(units)]
        windows = [make_window(unit).id for unit in made]
        for unit in made:
            make_person(Role.INSPECTOR, unit)
        return make_campaign(tuple(made), version=make_version()).id, windows


def _list(client: FlaskClient, campaign_id: int, windows: list[int]) -> None:
    address = f"/planning/{campaign_id}/targets"
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(address).text)
    assert seen
    chosen = {"windows": [str(window) for window in windows], "seen": seen[1]}
    assert post(client, address, chosen).status_code == 303


def _asked(**changes: Any) -> dict[str, Any]:
    today = clock.today()
    form = {
        "kind": "cross", "method": "on_site", "roles": ["inspector"], "first": today.isoformat(),
        "last": (today + timedelta(days=13)).isoformat(), "lock_days": "30", "morning": "50", "per_half_day": "1",
        "per_trip": "1", "only_open": "y", "activity": "3", "seed": "7",
    }  # fmt: skip
    return {**form, **changes}


def test_a_round_is_drawn_looked_at_and_made_into_visits(app: Flask, client: FlaskClient) -> None:
    campaign_id, windows = _stage(app)
    _enter(app, client)
    assert "还没有走访清单" in client.get(f"/planning/{campaign_id}").text
    _list(client, campaign_id, windows)
    drawn = post(client, f"/planning/{campaign_id}/draw", _asked())
    assert drawn.status_code == 303
    page = client.get(drawn.location).text
    assert "安排 3 次走访" in page
    assert "随机数 7" in page
    made = post(client, f"{drawn.location}/make", {"count": "3"}, form_at=drawn.location)
    assert made.status_code == 303
    overview = client.get(made.location).text
    assert "已安排 3 次走访" in overview
    assert re.search(r"已安排.{0,80}3.{0,40}/3", overview, re.DOTALL)
    assert "走访人登录后就能看到" in overview
    with app.app_context():
        assert len(db.session.scalars(select(Visit)).all()) == 3
    book = load_workbook(io.BytesIO(client.get(f"/planning/{campaign_id}/coverage.xlsx").data))
    assert [row[4] for row in book.active.values][1:] == ["已安排"] * 3  # type: ignore[union-attr]


def test_what_cannot_be_drawn_says_so_at_its_field_and_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    campaign_id, windows = _stage(app, 2)
    _enter(app, client)
    address = f"/planning/{campaign_id}/draw"
    none = post(client, address, _asked())
    assert none.status_code == 409
    assert "还没有走访清单" in none.text
    _list(client, campaign_id, windows)
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "对看"),
        ({"roles": []}, "请选谁去"),
        ({"lock_days": "-1"}, "应在 0 到 365 之间"),
        ({"monday": "30"}, "合计应是 100，现在是 30"),
        ({"first": "x"}, "日期"),
        ({"roles": ["observer"]}, "没有在用的人"),
    )
    for change, sentence in cases:
        refused = post(client, address, _asked(**change))
        assert refused.status_code == 422, change
        assert sentence in refused.text
        assert 'value="7"' in refused.text


def test_a_campaign_that_is_over_shows_its_coverage_and_offers_nothing(app: Flask, client: FlaskClient) -> None:
    campaign_id, windows = _stage(app)
    _enter(app, client)
    _list(client, campaign_id, windows)
    with app.app_context(), transaction():
        db.session.get_one(Campaign, campaign_id).ends_on = clock.today() - timedelta(days=1)
    page = client.get(f"/planning/{campaign_id}").text
    assert "专项已结束" in page
    assert "一键分派" not in page
    refused = post(client, f"/planning/{campaign_id}/draw", _asked())
    assert refused.status_code == 409
    assert "结束，不能再分派" in refused.text


def test_a_shopper_is_shown_by_code_only_and_only_to_who_plans_covert_visits(app: Flask, client: FlaskClient) -> None:
    campaign_id, windows = _stage(app)
    with app.app_context():
        code = str(make_person(Role.SHOPPER).shopper_code)
    _enter(app, client, Role.OFFICE_DIRECTOR)
    _list(client, campaign_id, windows)
    asked = _asked(kind="rota", covert="100", roles=["shopper"], per_half_day="6")
    drawn = post(client, f"/planning/{campaign_id}/draw", asked)
    assert code in client.get(drawn.location).text
    assert code in client.get("/planning/people").text
    _enter(app, client)
    assert client.get(drawn.location).status_code == 404
    assert code not in client.get("/planning/people").text
    assert "暗访" not in client.get(f"/planning/{campaign_id}").text
    assert "暗访占比" not in client.get(f"/planning/{campaign_id}/draw").text


def test_absences_and_acquaintances_are_noted_and_taken_back(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person, unit = make_person(Role.INSPECTOR, name="陈督查"), make_unit("市水利局")
        ids = {"person": str(person.id), "unit": str(unit.id)}
    _enter(app, client)
    today = clock.today().isoformat()
    bad = {**ids, "starts_on": "2026-09-09", "ends_on": "2026-09-01"}
    refused = post(client, "/planning/people/absences", bad, form_at="/planning/people")
    assert refused.status_code == 422
    assert "早于开始" in refused.text
    good = {**ids, "starts_on": today, "ends_on": today}
    assert post(client, "/planning/people/absences", good, form_at="/planning/people").status_code == 303
    assert post(client, "/planning/people/acquaintances", ids, form_at="/planning/people").status_code == 303
    again = post(client, "/planning/people/acquaintances", ids, form_at="/planning/people")
    assert "已经登记过" in again.text
    page = client.get("/planning/people").text
    for address in re.findall(r'action="(/planning/people/\w+/\d+/remove)"', page):
        assert post(client, address, {}, form_at="/planning/people").status_code == 303
    assert "没有登记回避" in client.get("/planning/people").text


def test_chiefs_are_counted_layer_by_layer_with_the_names_of_the_missing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        window, other = make_window(), make_window()
        names = ("市局领导甲", "警种长乙", "分局长丙", "分局长丁")
        chiefs = [make_person(Role.CHIEF, name=name) for name in names]
        ids, windows = [chief.id for chief in chiefs], [window.id, other.id]
        week = make_campaign(preset=CampaignPreset.EXPERIENCE_WEEK, version=make_version())
        handed_in = {"submitted_at": clock.now(), "status": VisitStatus.RECEIVED}
        make_visit(chiefs[0], other, receipt="R1", **handed_in)
        make_visit(chiefs[1], receipt="R2", method=VisitMethod.CROSS, with_petitions=True, **handed_in)
        today = clock.today()
        visit = make_visit(
            chiefs[2], window, campaign=week, receipt="R3", companions="办公室主任", planned_on=today,
            through_on=today + timedelta(days=2), **handed_in,
        )  # fmt: skip
        keep(
            VisitWindow(visit_id=visit.id, window_id=other.id, sort_no=1),
            Interview(visit_id=visit.id, kind=IntervieweeKind.CITIZEN, alias="王女士"),
            Interview(visit_id=visit.id, kind=IntervieweeKind.CITIZEN, alias="李先生"),
            Interview(visit_id=visit.id, kind=IntervieweeKind.STAFF, alias="3号窗口"),
        )
    _enter(app, client)
    for person_id, layer in zip(ids, ("contact", "cross", "week", "week"), strict=True):
        form = {"layer": layer, "windows": [str(windows[0])]}
        assert post(client, f"/planning/chiefs/{person_id}", form).status_code == 303
    page = client.get("/planning/chiefs").text
    figure = r'class="name small">([^<]+)</span><span class="val"><b>(\d+)</b><span class="quiet">/(\d+)'
    figures = re.findall(figure, page)
    assert figures == [("联系点窗口", "0", "1"), ("交叉体验", "1", "1"), ("体验周", "1", "2")]
    assert "联系点窗口：还没去的 1 人" in page, "the own contact point counts, no other window"
    assert re.search(r"体验周：还没去的 1 人.{0,80}分局长丁", page, re.DOTALL)
    assert "办公室主任" in page
    assert "办事群众 2 人、窗口工作人员 1 人" in page
    row = page.split("分局长丙")[-1]
    assert row.index("；") < row.index("</td>", row.index("；")), "several stops stand in one row"
    assert re.findall(r">([^<]+)</a>\s*<span[^>]*>领导下访", page) == ["警种长乙"], "who went to hear petitioners"
    nobody = post(client, f"/planning/chiefs/{ids[0]}", {"layer": "contact", "windows": []})
    assert nobody.status_code == 422
    assert "请选联系点窗口" in nobody.text


def test_the_fourth_of_the_four_is_named_by_the_office_and_never_invented(app: Flask, client: FlaskClient) -> None:
    _enter(app, client)
    page = client.get("/planning/activities").text
    assert all(name in page for name in ("党员干部进基层", "职能部门进项目", "一把手进窗口", "第四项还没填"))
    assert 'value="4"' not in client.get("/visits/new").text
    taken = post(client, "/planning/activities", {"name": "一把手进窗口"})
    assert taken.status_code == 422
    assert post(client, "/planning/activities", {"name": "民情观察团进中心"}).status_code == 303
    with app.app_context():
        make_visit(make_person(Role.INSPECTOR), activity_slot=4)
        make_visit(make_person(Role.INSPECTOR), activity_slot=4, submitted_at=clock.now(), receipt="R9")
    row = client.get("/planning/activities").text.split("民情观察团进中心", 1)[1]
    assert re.findall(r'<td class="num">(\d)</td>', row)[:2] == ["1", "1"]
    assert "共 2 次" in client.get("/visits?activity=4").text
    assert "没有符合条件的走访" in client.get("/visits?activity=1").text
    assert "民情观察团进中心" in client.get("/visits/new").text
    used = post(client, "/planning/activities", {"name": ""})
    assert used.status_code == 422
    assert "已有走访" in used.text


def test_each_preset_opens_a_form_filled_as_is_usual(app: Flask, client: FlaskClient) -> None:
    _enter(app, client)
    for preset in CampaignPreset:
        page = client.get(f"/campaigns/new?preset={preset.value}").text
        assert f'selected value="{preset.value}">{preset.label}' in page
    week = client.get("/campaigns/new?preset=experience_week").text
    assert f'value="{(clock.today() + timedelta(days=6)).isoformat()}"' in week
    assert "体验周通报" in week


def test_twenty_targets_take_as_many_queries_as_one(app: Flask, client: FlaskClient) -> None:
    campaign_id, windows = _stage(app, 1)
    _enter(app, client)
    _list(client, campaign_id, windows)
    first = _queries(app, client, campaign_id)
    with app.app_context():
        unit = make_unit()
        more = [make_window(unit).id for _ in range(20)]
        other = make_campaign((unit,), version=make_version()).id
    _list(client, other, more)
    assert _queries(app, client, other) == first


def _queries(app: Flask, client: FlaskClient, campaign_id: int) -> int:
    client.get(f"/planning/{campaign_id}")
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        client.get(f"/planning/{campaign_id}")
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_campaign_that_a_promise_proposes_comes_with_its_targets(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    _enter(app, client)
    with app.app_context():
        unit, version = make_unit(), make_version()
        doing, other = make_window(unit), make_window(unit)
        item, unsaid = make_item(unit, window=doing), make_item(unit)
    kept = f"unit={unit.id}&item={item.id}"
    page = client.get(f"/campaigns/new?{kept}&name=居住证兑现")
    preset = next(link for link in re.findall(r'href="(/campaigns/new[^"]*)"', page.text) if "preset=" in link)
    assert f"item={item.id}" in preset, "choosing another kind of campaign forgets nothing"
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
    today = clock.today()
    asked = {
        "code": fields["code"], "name": "居住证兑现", "preset": "special", "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=9)).isoformat(), "methods": ["on_site"], "target_ids": [str(unit.id)],
        "issuer_id": str(unit.id), "series": "居住证通报", "cut_off": "17:00", "paper_kind": "bulletin",
        "checklist_id": str(version.checklist_id), "version": "1",
    }  # fmt: skip
    answer = client.post(f"/campaigns/new?{kept}", data=asked)
    assert answer.status_code == 303, answer.text
    targets = client.get(answer.location).text
    assert "已按承诺兑现的建议勾好" in targets
    assert _ticked(targets, "windows") == [str(doing.id)] != [str(other.id)]
    assert _ticked(targets, "items") == [str(item.id)]
    bare = answer.location.split("?")[0]
    for nothing in ("", f"?item={unsaid.id}", "?item=²", "?item=99999999999999"):
        assert _ticked(client.get(bare + nothing).text, "windows") == []
    with app.app_context():
        keep(Trial(visit_id=make_visit(make_person(), other).id, item_id=unsaid.id, window_id=other.id))
    tried = client.get(f"{bare}?item={unsaid.id}").text
    assert (_ticked(tried, "windows"), _ticked(tried, "items")) == ([str(other.id)], [])


def _ticked(page: str, name: str) -> list[str]:
    """Return the values of the boxes of a name that are ticked."""
    boxes = [one.split(">")[0] for one in page.split("<input") if f'name="{name}"' in one.split(">")[0]]
    return [found[1] for box in boxes if " checked" in box and (found := re.search(r'value="([^"]*)"', box))]
