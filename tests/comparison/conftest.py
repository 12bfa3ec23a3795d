"""A back office with its promises, for tests of comparing."""

import pytest

from tests.comparison.comparing import BackOffice, make_back_office
from tests.voices.conftest import without_tokens  # noqa: F401


@pytest.fixture
def office(app_context: None) -> BackOffice:
    """Give a source that is mapped, and matters with promises."""
    return make_back_office()
