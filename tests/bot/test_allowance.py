"""A sender may bring plenty, and no flood; whoever brings little is never held up, and is soon forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from bot.allowance import PER_SECOND, PLENTY, SWEPT_AT, TOLD_EVERY, Allowance

ANN, BEN = "telegram:1", "telegram:2"


def test_a_backlog_of_plenty_is_taken_at_once_and_no_more() -> None:
    allowance = Allowance()
    taken = [allowance.takes(ANN, 100.0) for _ in range(2 * PLENTY)]
    assert taken == [True] * PLENTY + [False] * PLENTY
    assert allowance.takes(BEN, 100.0)


def test_a_store_that_was_emptied_fills_up_by_one_a_second() -> None:
    allowance = Allowance()
    while allowance.takes(ANN, 0.0):
        pass
    assert not allowance.takes(ANN, 0.5 / PER_SECOND)
    assert [allowance.takes(ANN, 1.0 / PER_SECOND) for _ in range(2)] == [True, False]
    assert sum(allowance.takes(ANN, 10_000.0) for _ in range(2 * PLENTY)) == PLENTY


@given(st.lists(st.floats(0, 5), max_size=20), st.integers(1, 40))
def test_in_any_time_no_more_is_taken_than_the_store_and_what_filled_it_up(pauses: list[float], heap: int) -> None:
    allowance, now, taken = Allowance(), 1000.0, 0
    for pause in pauses:
        now += pause
        taken += sum(allowance.takes(ANN, now) for _ in range(heap))
        assert taken <= PLENTY + (now - 1000.0) * PER_SECOND + 1e-6


@given(st.lists(st.floats(1 / PER_SECOND, 100), min_size=1, max_size=5))
def test_who_brings_one_a_second_or_less_is_never_let_go(pauses: list[float]) -> None:
    allowance, now = Allowance(), 0.0
    for pause in pauses * 2 * PLENTY:
        now += pause
        assert allowance.takes(ANN, now)


def test_a_sender_is_told_once_an_hour() -> None:
    allowance = Allowance()
    assert [allowance.tells(ANN, at) for at in (0.0, 1.0, TOLD_EVERY - 1, TOLD_EVERY, TOLD_EVERY + 1)] == [
        True, False, False, True, False,
    ]  # fmt: skip
    assert allowance.tells(BEN, 1.0)


def test_a_great_many_senders_are_forgotten_again() -> None:
    allowance = Allowance()
    for number in range(20 * SWEPT_AT):
        # A thousand a second: each is full again a second later.
        assert allowance.takes(f"telegram:{number}", number / 1000)
    assert len(allowance) <= 4 * SWEPT_AT
