"""R12: what is hidden is answered like what is not there: the same words, the same headers, as much work.

Work is counted, not timed: a clock of this machine says more about its other tenants than about the code.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from inspect_app.database import db
from tests.hostile.crawling import Said
from tests.hostile.twins import same_luck
from tests.hostile.world import World

_READERS = ("dept_liaison", "other_head", "section_liaison")
# What is there and hidden from a department, beside what is not there at all; both addresses are as long.
_PAIRS: dict[str, tuple[Callable[[World], str], Callable[[World], str]]] = {
    "a covert visit": (lambda world: f"/visits/{world['visit_covert_id']}", lambda world: "/visits/v99999999"),
    "a photo of another visit": (
        lambda world: f"/case/{world['number:other']}/files/{world['covert_file']}",
        lambda world: f"/case/2000-9999/files/{world['covert_file']}",
    ),
    "an undelivered problem": (lambda world: f"/findings/{world['finding:queued']}", lambda world: "/findings/99"),
    "a letter": (lambda world: f"/letters/{world['letter']}", lambda world: "/letters/9"),
    "a request to unseal": (lambda world: f"/unseal/{world['unseal']}", lambda world: f"/unseal/{'f' * 32}"),
    "an unsigned notice": (lambda world: f"/notices/{world['notice:draft']}", lambda world: "/notices/9"),
    "an unsigned bulletin": (lambda world: f"/bulletins/{world['bulletin:draft']}", lambda world: "/bulletins/9"),
    "another's reform scheme": (
        lambda world: f"/schemes/items/{world['scheme:other']}", lambda world: "/schemes/items/9",
    ),
}  # fmt: skip


def _asked(world: World, who: str, path: str) -> tuple[Said, list[str]]:
    """Return an answer, and the statements it took."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    client = world.client(who)
    client.get("/account")  # so that no request of ours is the first of its minute
    with world.app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            with same_luck("one answer"):
                return Said.of(client.get(path)), statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("what", _PAIRS)
@pytest.mark.parametrize("who", _READERS)
def test_what_is_hidden_is_answered_like_what_is_not_there(world: World, who: str, what: str) -> None:
    hidden, missing = (address(world) for address in _PAIRS[what])
    if who == "other_head" and what in ("a photo of another visit", "another's reform scheme"):
        pytest.skip("it is this department's own")
    one, statements = _asked(world, who, hidden)
    other, fewer = _asked(world, who, missing)
    assert one.status == other.status in (403, 404)
    assert one.headers == other.headers
    assert one.body.replace(hidden.encode(), b"") == other.body.replace(missing.encode(), b"")
    assert statements == fewer
