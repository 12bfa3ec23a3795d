"""Drafts of the tablet's app: gone on with elsewhere, moved to a newer checklist, put aside, never lost."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import LiveServer
from tests.field.tablet_pages import (
    BODY,
    FIRST,
    NOTE,
    add_photo,
    core,
    cut,
    dump,
    open_shell,
    sign_in,
)

pytestmark = pytest.mark.browser


def test_a_draft_goes_on_on_another_tablet(
    live_server: LiveServer, captains: Page, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    sha256 = add_photo(captains)
    core(captains, NOTE + "await core.syncNow();", "先写的")
    context = browser.new_context(**browser_context_args)
    second = open_shell(live_server, context.new_page())
    sign_in(second, "captain")
    assert core(second, "return (await core.visit(core.visits()[0].id)).serverOffer;")["rev"] >= 1
    core(second, "await core.takeServerDraft(core.visits()[0].id);")
    assert core(second, BODY)["answers"]["q1"]["note"] == "先写的"
    assert core(second, "return core.photoUrl(given);", sha256).startswith("blob:")
    core(second, NOTE + "await core.syncNow();", "后写的")
    context.close()
    core(captains, NOTE + "await core.syncNow();", "同时写的")
    assert core(captains, FIRST)["conflict"] is True
    core(captains, "await core.takeServerDraft(core.visits()[0].id);")
    assert core(captains, BODY)["answers"]["q1"]["note"] == "后写的"
    [aside] = dump(captains)["shadows"]
    assert aside["value"]["body"]["answers"]["q1"]["note"] == "同时写的"


def test_mine_is_kept_over_another_tablets_when_i_say_so(live_server: LiveServer, captains: Page) -> None:
    core(captains, NOTE + "await core.syncNow();", "先写的")
    other_rev = """
      const { field } = await import('/static/vendor/field/api.js');
      const id = core.visits()[0].id;
      const { data } = await field('GET', `drafts/${id}`);
      await field('PUT', `drafts/${id}`, { body: { rev: data.rev, body: { ...data.body, answers: {} } } });"""
    core(captains, other_rev)
    core(captains, NOTE + "await core.syncNow();", "我的")
    assert core(captains, FIRST)["conflict"] is True
    core(captains, "await core.keepMine(core.visits()[0].id); await core.syncNow();")
    assert core(captains, FIRST)["conflict"] is False
    there = "const { field } = await import('/static/vendor/field/api.js');" + (
        "return (await field('GET', `drafts/${core.visits()[0].id}`)).data.body.answers.q1.note;"
    )
    assert core(captains, there) == "我的"


def test_moving_to_the_newer_checklist_shows_what_changes_and_keeps_the_old_draft(
    live_server: LiveServer, captains: Page
) -> None:
    core(captains, NOTE, "旧清单上的话")
    newer = """
      const { tablet } = await import('/static/vendor/field/tablet.js');
      const visit = tablet.visits[0];
      const old = tablet.meta.versions[visit.version];
      const parts = JSON.parse(JSON.stringify(old.body.parts));
      parts[0].items = parts[0].items.filter((item) => item.key !== 'q1');
      parts[0].items[0].text = '改过的一句';
      parts[0].items.push({ ...parts[0].items[0], key: 'q9', text: '新加的一项' });
      tablet.meta.versions.newer = { ...old, id: 'newer', body: { ...old.body, parts } };
      visit.newer_version = 'newer';
      const changes = await core.newerChanges(visit.id);
      const before = (await core.visit(visit.id)).body.version;
      await core.moveToNewer(visit.id);
      return [changes, before === visit.version, (await core.visit(visit.id)).body];"""
    with cut(captains):
        changes, stayed, body = core(captains, newer)
    assert changes == {"added": ["新加的一项"], "removed": ["q1做到了"], "changed": [["q2做到了", "改过的一句"]]}
    assert stayed
    assert (body["version"], "q1" in body["answers"]) == ("newer", False)
    [aside] = dump(captains)["shadows"]
    assert aside["value"]["body"]["answers"]["q1"]["note"] == "旧清单上的话"


def test_a_draft_of_a_round_handed_in_elsewhere_makes_room_and_is_kept(captains: Page) -> None:
    core(captains, NOTE, "第一轮的话")
    code = """
      const { tablet } = await import('/static/vendor/field/tablet.js');
      const visit = tablet.visits[0];
      const previous = { version: visit.version, answers: { q1: { choice: 'yes', note: '交上去的话' } } };
      Object.assign(visit, { status: 'returned', round: visit.round + 1, base_uuid: 'u', previous });
      const before = [core.visits()[0].word, (await core.visit(visit.id)).body.answers.q1.note];
      await core.save(visit.id, (body) => { body.answers.q2 = { choice: 'yes' }; });
      return [...before, (await core.visit(visit.id)).body.answers.q1.note, core.visits()[0].word];"""
    with cut(captains):
        assert core(captains, code) == [None, "交上去的话", "交上去的话", "draft"]
    [aside] = dump(captains)["shadows"]
    assert aside["value"]["body"]["answers"]["q1"]["note"] == "第一轮的话"
