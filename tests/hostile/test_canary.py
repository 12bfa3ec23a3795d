"""R11: a shopper's name and login, set out like canaries, are found in no row and in no file."""

from sqlalchemy import select

from inspect_app.accounts.models import Person
from inspect_app.database import Base, db, read_together
from inspect_app.evidence.queries import store
from tests.hostile.world import SHOPPER_LOGIN, SHOPPER_NAME, World

CITIZEN_PHONE = "13800001234"
# The account itself has a login; nothing else has.
_ACCOUNT = {"people"}


def test_no_shopper_stands_in_a_backup(world: World) -> None:
    """Whatever form a backup has, it holds these rows and these files."""
    with world.app.app_context():
        read_together()
        found = []
        for table in Base.metadata.sorted_tables:
            rows = "\n".join(repr(tuple(row)) for row in db.session.execute(select(table)))
            found += [(table.name, word) for word in _canaries() if word in rows]
        assert set(found) == {(name, SHOPPER_LOGIN) for name in _ACCOUNT}
        files = [bytes(store().get(str(entry["path"])).bytes()) for batch in store().list() for entry in batch]
        assert files
        assert [word for word in _canaries() if any(word.encode() in data for data in files)] == []
        assert db.session.get_one(Person, world["person:shopper"]).name_seal is not None


def _canaries() -> tuple[str, ...]:
    return SHOPPER_NAME, SHOPPER_LOGIN, CITIZEN_PHONE
