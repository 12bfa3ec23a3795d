"""Words that are scripts elsewhere, in a real browser: no dialog opens, nothing is asked of anybody else."""

import pytest
from playwright.sync_api import Page

from inspect_app.access import Role
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from tests.browsers import LiveServer
from tests.factories import make_finding, make_person, make_unit, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
_PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "\"><script>alert(1)</script>",
    "' autofocus onfocus=alert(1) x='", "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<details open ontoggle=alert(1)>", "<body onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", "{{constructor}}",
    "<style>@import'http://evil.example/x'</style>", "<link rel=stylesheet href=http://evil.example/x>",
    "<img src=http://evil.example/x>", "<base href=http://evil.example/>", "<form action=http://evil.example/><button>",
    "<object data=http://evil.example/x>", "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<video src=http://evil.example/x autoplay>", "<input type=image src=http://evil.example/x>", "\u2028alert(1)//",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "`${alert(1)}`",
    "<!--><script>alert(1)</script>-->",
)  # fmt: skip


def test_no_word_of_a_finding_runs_or_asks_elsewhere(page: Page, live_server: LiveServer) -> None:
    """The fixture of the page fails on a request to anywhere else and on what the content policy refuses."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    client = live_server.app.test_client()
    with live_server.app.app_context():
        unit, given = make_unit(), {"delivered_at": clock.now(), "due": clock.today()}
        words = [{"title": payload, "fact": payload, "demand": payload} for payload in _PAYLOADS]
        numbers = [make_finding(FindingStatus.ACCEPTED, unit=unit, **given, **said).number for said in words]
        sign_in(client, make_person(Role.OFFICE_CLERK))
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": live_server.url}])
    for path in ("/ledger", *(f"/case/{number}" for number in numbers)):
        page.goto(live_server.url + path)
        assert page.locator("h1").count() >= 1
    assert dialogs == []
