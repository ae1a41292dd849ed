"""Welfare by cause equals welfare by agent to the cent, whatever the ledger holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_sim.codes import REAL, Account, Category
from handoff_sim.metrics.welfare import WelfareTable, welfare, welfare_difference

from .build import account, run, with_entries

BLANK = run()
NATURE = account(BLANK, Account.NATURE)
AGENTS = [row for row in range(len(BLANK.worth)) if row != NATURE]
TRANSFERS = [category for category in Category if category not in REAL]
Entries = list[tuple[int, int, int, Category]]


@st.composite
def ledgers(draw: st.DrawFn) -> Entries:
    """Random double entries: real categories meet nature or not, transfers stay among agents."""
    agent, cents = st.sampled_from(AGENTS), st.integers(0, 10**12)
    real = st.sampled_from(REAL)
    entry: Any = st.one_of(
        st.tuples(agent, st.just(NATURE), cents, real),
        st.tuples(st.just(NATURE), agent, cents, real),
        st.tuples(agent, agent, cents, st.sampled_from(list(Category))),
    )
    return list(draw(st.lists(entry, max_size=40)))


@given(ledgers())
def test_both_sides_are_equal_to_the_cent(entries: Entries) -> None:
    found = welfare(with_entries(BLANK, *entries))
    assert sum(found.real.values()) == sum(found.agents.values()) == found.total


@given(ledgers(), ledgers())
def test_differences_add_up_line_by_line(first: Entries, second: Entries) -> None:
    a, b = welfare(with_entries(BLANK, *first)), welfare(with_entries(BLANK, *second))
    change = welfare_difference(a, b)
    assert change.total == b.total - a.total
    assert sum(change.agents.values()) == change.total


@given(st.sampled_from(TRANSFERS), st.integers(1, 10**9))
def test_transfers_cancel(category: Category, cents: int) -> None:
    assert welfare(with_entries(BLANK, (0, 1, cents, category))).total == 0


def test_a_hand_made_job() -> None:
    outside, operator = account(BLANK, Account.OUTSIDE), account(BLANK, Account.OPERATOR)
    found = welfare(
        with_entries(
            BLANK,
            (NATURE, 2, 100_000, Category.VALUE),
            (2, 0, 70_000, Category.PRICE),
            (0, NATURE, 30_000, Category.PRODUCTION),
            (0, outside, 10_000, Category.OUTSIDE),
            (outside, NATURE, 10_000, Category.PRODUCTION),
            (0, operator, 5_000, Category.TAKE),
        )
    )
    assert found.real[Category.VALUE] == 100_000
    assert found.real[Category.PRODUCTION] == -40_000
    assert found.agents == {
        "shops": 25_000,
        "buyers": 30_000,
        "operator": 5_000,
        "vertical": 0,
        "external": 0,
    }


def test_epochs_are_kept_apart() -> None:
    records = with_entries(BLANK, (NATURE, 0, 500, Category.VALUE), epoch=0)
    assert welfare(records).total == 0
    assert welfare(records, epoch=0).total == 500


def test_a_transfer_that_meets_nature_is_refused() -> None:
    with pytest.raises(ValueError, match="welfare: expected 0 cents by cause"):
        welfare(with_entries(BLANK, (NATURE, 0, 100, Category.PRICE)))


def test_a_one_sided_table_is_refused() -> None:
    with pytest.raises(ValueError, match="found 99"):
        WelfareTable({Category.VALUE: 100}, {"shops": 99})
