"""What tests of papers need from the machine."""

import pytest

from exports.paper.printing import missing_libraries


@pytest.fixture(scope="session")
def pango() -> None:
    """Leave a test out where the machine can't make PDF, and say what to install (.ci/find_pango does it as root)."""
    missing = missing_libraries()
    if missing:
        pytest.skip(missing)
