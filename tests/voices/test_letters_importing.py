"""A table is imported whole or not at all, and undone as long as nothing was done with it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from forms.letters_csv import read_letters
from inspect_app.audit.models import AuditEntry
from inspect_app.catalogue.models import Window
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.voices.actions import importing, triage
from inspect_app.voices.models import Letter, LetterBand
from inspect_app.voices.queries.letters import private_of
from inspect_app.voices.queries.triage import near_letters
from inspect_app.voices.vocabulary.letters import LetterSource, LetterTable
from tests.conftest import Scale
from tests.voices.lettering import WORDS, Inbox, make_inbox

pytestmark = pytest.mark.usefixtures("app_context")
HEAD = "编号,收到日期,内容,姓名,电话,单位,窗口"


@pytest.fixture
def inbox(app_context: None) -> Inbox:
    return make_inbox()


def table(*rows: str) -> LetterTable:
    return read_letters("\n".join([HEAD, *rows]).encode(), LetterSource.PLATFORM, clock.today())


def imported(inbox: Inbox, read: LetterTable) -> int:
    found = importing.signatures(read)
    with transaction():
        return importing.import_table(inbox.clerk, read, found, file_name="平台.csv", data=b"x").id


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_rows_become_voices_with_their_unit_window_and_sealed_names(inbox: Inbox) -> None:
    code = db.session.get_one(Window, inbox.window_id).code
    full = f"G1,2026-05-06,张桂芳跑了三趟,张桂芳,13812345678,,{code}"
    batch_id = imported(inbox, table(full, "G2,2026-05-07,二,,,市公安局,"))
    first, second = db.session.scalars(select(Letter).order_by(Letter.id))
    assert (first.window_id, first.unit_id, second.unit_id) == (inbox.window_id, inbox.unit_id, inbox.unit_id)
    assert (first.title, private_of(first).phone) == ("张某某跑了三趟", "13812345678")
    assert first.received_on == date(2026, 5, 6)
    assert {first.batch_id, second.batch_id} == {batch_id}
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert last is not None
    assert last.deed == "letter_batch.imported"


def test_unknown_units_windows_and_codes_that_come_twice_are_named_by_cell(inbox: Inbox) -> None:
    inbox.register("旧的", source=LetterSource.PLATFORM, outside_code="G0")
    read = table("G0,2026-05-06,零,,,,", "G1,2026-05-06,一,,,市天文局,", "G1,2026-05-06,二,,,,W99999")
    report = importing.try_table(read)
    assert [str(problem) for problem in report.problems] == [
        "A2：编号“G0”以前登记过。",
        "F3：没有单位“市天文局”，请填单位编码、全称或简称。",
        "A4：编号“G1”和第 3 行重复。",
        "G4：没有窗口“W99999”，请填窗口编码，或“网点 窗口”。",
    ]
    with pytest.raises(Invalid, match="什么都没有导入"):
        imported(inbox, read)
    assert count(Letter) == 1


def test_trying_says_how_many_of_which_source_and_how_many_say_the_same(inbox: Inbox) -> None:
    report = importing.try_table(table("G1,2026-05-06,同样的话,,,,", "G2,2026-05-06,同样的话,,,,"))
    assert (report.is_clean, report.total, report.by_source) == (True, 2, (("统一政务咨询投诉平台", 2),))
    assert (report.likely_twice, count(Letter)) == (1, 0)


def test_a_batch_is_undone_as_long_as_nothing_was_done_with_it(inbox: Inbox) -> None:
    kept = inbox.register("不在批里")
    batch_id = imported(inbox, table(f"G1,2026-05-06,{WORDS},,,,", "G2,2026-05-06,二,,,,"))
    first = db.session.scalars(select(Letter.id).where(Letter.batch_id == batch_id).order_by(Letter.id)).first() or 0
    with transaction():
        triage.take_no_action(inbox.clerk, first, "重复。")
    with pytest.raises(Refused, match="有 1 件已经办过"), transaction():
        importing.undo_batch(inbox.clerk, batch_id)
    assert count(Letter) == 3
    other = imported(inbox, table("G3,2026-05-06,三,,,,"))
    with transaction():
        assert importing.undo_batch(inbox.clerk, other) == 1
    with pytest.raises(Refused, match="已经撤销过"), transaction():
        importing.undo_batch(inbox.clerk, other)
    assert set(db.session.scalars(select(LetterBand.letter_id).distinct())) == {kept, first, first + 1}
    assert imported(inbox, table("G3,2026-05-06,三,,,,")) > other


def test_a_voice_merged_into_one_of_a_batch_keeps_the_batch(inbox: Inbox) -> None:
    batch_id = imported(inbox, table(f"G1,2026-05-06,{WORDS},,,,"))
    target = db.session.scalars(select(Letter.id).where(Letter.batch_id == batch_id)).one()
    other = inbox.register(WORDS)
    with transaction():
        triage.merge(inbox.clerk, other, target)
    with pytest.raises(Refused, match="1 件"), transaction():
        importing.undo_batch(inbox.clerk, batch_id)


def test_many_rows_are_imported_found_again_and_undone(inbox: Inbox, scale: Scale) -> None:
    many = scale(300, 5_000)
    said = (f"第{number}位群众在{number % 97}号窗口{WORDS[number % 9 :]}" for number in range(many))
    rows = [f"N{number},2026-05-06,{words},,,," for number, words in enumerate(said)]
    batch_id = imported(inbox, table(*rows))
    assert count(Letter) == many
    newest = db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert len(near_letters(newest)) == 5
    with transaction():
        assert importing.undo_batch(inbox.clerk, batch_id) == many
    assert (count(Letter), count(LetterBand)) == (0, 0)
