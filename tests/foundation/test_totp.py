"""Codes that a telephone counts: the vectors of RFC 6238, and each code good once."""

from datetime import UTC, datetime, timedelta

import pytest

from inspect_app.foundation import totp

# RFC 6238, appendix B, SHA-1; the last six of its eight digits.
SECRET = b"12345678901234567890"
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}
NOW = datetime(2026, 5, 18, 1, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("second", "code"), VECTORS.items())
def test_a_code_is_the_one_of_the_standard(second: int, code: str) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    assert totp.code_at(SECRET, totp.step_of(moment)) == code
    assert totp.matching_step(SECRET, code, moment, None) == totp.step_of(moment)


@pytest.mark.parametrize(("off", "let_in"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_half_a_minute_off_is_let_in(off: int, let_in: bool) -> None:
    code = totp.code_at(SECRET, totp.step_of(NOW) + off)
    assert (totp.matching_step(SECRET, code, NOW, None) is not None) is let_in


def test_a_code_is_good_once_and_none_before_it() -> None:
    step = totp.step_of(NOW)
    for at in (step, step - 1):
        assert totp.matching_step(SECRET, totp.code_at(SECRET, at), NOW, step) is None
    later = NOW + timedelta(seconds=totp.SECONDS)
    assert totp.matching_step(SECRET, totp.code_at(SECRET, step + 1), later, step) == step + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert totp.matching_step(SECRET, code, NOW, None) is None


def test_the_address_and_the_written_secret_hold_the_same() -> None:
    assert totp.written(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    held = totp.address(SECRET, "clerk1", "跑改督查（市跑改办）")
    assert held.startswith("otpauth://totp/%E8%B7%91")
    assert f"secret={totp.written(SECRET).replace(' ', '')}&" in held
