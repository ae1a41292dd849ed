"""Pages are slices of the whole table; a filter takes what it says; a wrong one is refused with what is legal."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from handoff_experiments.bad_question import BadQuestion
from handoff_experiments.recording import Page, Recording
from handoff_experiments.recording import writing as recording_writing
from handoff_experiments.recording.reading import TABLES
from handoff_sim.names import job_name


def places(page: Page) -> list[int]:
    return [row["number"] for row in page.rows]


def all_places(pages: Callable[..., Page]) -> list[int]:
    """Numbers of all rows meant, page by page."""
    found: list[int] = []
    while True:
        page = pages(offset=len(found), limit=400)
        if not page.rows:
            assert page.total == len(found)
            return found
        found += places(page)


def rows_of(frame: pd.DataFrame, mask: Any) -> list[int]:
    numbers: list[int] = np.flatnonzero(mask).tolist()
    return numbers


@pytest.fixture(scope="module", params=["one group of rows", "many groups"])
def read(request: pytest.FixtureRequest, recording: Recording, town: Any, tmp_path_factory: Any) -> Recording:
    """The recording as it is written, and the same in groups so small that every page reads several."""
    if request.param == "one group of rows":
        return recording
    folder = tmp_path_factory.mktemp("small") / "groups"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording_writing, "ROWS_TOGETHER", 150)
        recording_writing.record(town.world, town.trust, town.seed, town.weeks, folder)
    return Recording(folder)


@pytest.mark.parametrize("table", ["events", "entries", "jobs"])
@pytest.mark.parametrize(("offset", "limit"), [(0, 5), (149, 3), (1000, 420), (0, 0)])
def test_a_page_is_a_slice_of_the_table(read: Recording, table: str, offset: int, limit: int) -> None:
    frame = read.frame(table)
    page = getattr(read, table)(offset=offset, limit=limit)
    assert (page.total, page.offset) == (len(frame), offset)
    assert places(page) == list(range(len(frame)))[offset : offset + limit]
    for row, (_, expected) in zip(page.rows, frame.iloc[offset : offset + limit].iterrows(), strict=True):
        for name in set(frame.columns) - {"job"}:
            assert (row[name] is None and pd.isna(expected[name])) or row[name] == expected[name]


def test_a_page_beyond_the_end_is_empty_and_knows_the_total(read: Recording) -> None:
    page = read.events(offset=10**9)
    assert page.rows == () and page.total == len(read.frame("events"))


def test_weeks_bound_a_page_on_both_sides(read: Recording) -> None:
    for table in ("events", "entries", "jobs"):
        frame, pages = read.frame(table), getattr(read, table)
        inside = frame["week"].between(20, 22)
        assert all_places(lambda p=pages, **k: p(week_from=20, week_to=22, **k)) == rows_of(frame, inside) != []
        assert pages(week_from=44).total == (frame["week"] == 44).sum()


def test_events_are_filtered_by_kind_party_and_job(read: Recording) -> None:
    frame = read.frame("events")
    kinds = all_places(lambda **k: read.events(kinds=["MAKE", "ncr"], **k))
    assert kinds == rows_of(frame, frame["kind"].isin(["MAKE", "NCR"])) != []
    of_shop = (frame["actor"] == "shop 3") | (frame["other"] == "shop 3")
    assert all_places(lambda **k: read.events(shop=3, **k)) == rows_of(frame, of_shop) != []
    both = of_shop & (frame["kind"] == "MAKE") & (frame["week"] >= 10)
    assert all_places(lambda **k: read.events(kinds="MAKE", shop=3, week_from=10, **k)) == rows_of(frame, both) != []
    buyer = (frame["actor"] == "buyer 2") | (frame["other"] == "buyer 2")
    assert all_places(lambda **k: read.events(account="buyer 2", **k)) == rows_of(frame, buyer) != []
    key = int(frame["job"].dropna().iloc[500])
    for asked in (key, str(key), job_name(key), job_name(key)[:9]):
        page = read.events(job=asked, limit=1000)
        assert places(page) == rows_of(frame, (frame["job"] == key).fillna(False)) != []
        assert {row["job"] for row in page.rows} == {job_name(key)} and page.rows[0]["job_key"] == key


def test_entries_are_filtered_by_category_basis_account_and_job(read: Recording) -> None:
    frame = read.frame("entries")
    take = all_places(lambda **k: read.entries(category="take", **k))
    assert take == rows_of(frame, frame["category"] == "TAKE") != []
    cash = all_places(lambda **k: read.entries(basis="cash", **k))
    assert cash == rows_of(frame, frame["basis"].isin(["cash", "both"]))
    assert read.entries(basis="both").total < len(cash) < len(frame)
    operator = (frame["payer"] == "the operator") | (frame["payee"] == "the operator")
    assert all_places(lambda **k: read.entries(account="The operator", **k)) == rows_of(frame, operator) != []
    both = ((frame["payer"] == "shop 3") | (frame["payee"] == "shop 3")) & (frame["category"] == "PRICE")
    assert all_places(lambda **k: read.entries(shop=3, category="PRICE", **k)) == rows_of(frame, both) != []
    key = int(frame["job"].dropna().iloc[300])
    page = read.entries(job=job_name(key), limit=1000)
    assert places(page) == rows_of(frame, (frame["job"] == key).fillna(False)) != []


def test_a_condition_that_nothing_meets_gives_an_empty_page(read: Recording) -> None:
    assert read.events(kinds="BYPASS", shop=0, week_to=0) == Page(rows=(), total=0, offset=0)
    assert read.entries(category="ROYALTY", week_from=1) == Page(rows=(), total=0, offset=0)


def test_jobs_are_found_to_be_followed(read: Recording) -> None:
    frame = read.frame("jobs")
    key, name = int(frame["key"][77]), frame["job"][77]
    for text in (name, name[:8], name.replace("-", "")[:7].upper(), str(key)):
        assert 77 in places(read.jobs(text=text))
    closed = (frame["state"] == "closed") & frame["handed_off"] & (frame["shop"] == "shop 3")
    assert all_places(lambda **k: read.jobs(state="closed", handed_off=True, shop=3, **k)) == rows_of(frame, closed)
    assert read.jobs(buyer=2).total == (frame["buyer"] == "buyer 2").sum() > 0
    assert read.jobs(text="ffff-ffff-ffff").total == 0


def test_shops_and_buyers_are_filtered_and_sorted(read: Recording) -> None:
    frame = read.frame("shops")
    best = read.shops(size="s", member=True, in_business=True, sort="profit_per_machine_week", descending=True)
    mine = frame[(frame["size"] == "S") & frame["member"] & frame["in_business"]]
    assert best.total == len(mine) > 1
    profits = [row["profit_per_machine_week"] for row in best.rows]
    assert profits == sorted(mine["profit_per_machine_week"], reverse=True)
    assert places(read.shops(region=0, offset=3, limit=4)) == rows_of(frame, frame["region"] == 0)[3:7]
    buyers = read.frame("buyers")
    average = read.buyers(klass="AVERAGE", sort="spent")
    assert [row["spent"] for row in average.rows] == sorted(buyers.loc[buyers["class"] == "AVERAGE", "spent"])
    assert read.buyers(member=False).total == (~buyers["member"]).sum()


@pytest.mark.parametrize("descending", [False, True])
def test_what_has_no_value_is_sorted_last_and_is_none(read: Recording, descending: bool) -> None:
    values = [row["win_rate"] for row in read.shops(sort="win_rate", descending=descending).rows]
    known = [value for value in values if value is not None]
    assert 0 < len(known) < len(values)
    assert values == [*sorted(known, reverse=descending), *[None] * (len(values) - len(known))]


def test_accounts_tell_what_everybody_owns(read: Recording) -> None:
    page = read.accounts(limit=1000)
    assert [row["account"] for row in page.rows] == list(read.meta.accounts)
    assert sum(row["cash_cents"] for row in page.rows) == 0


def test_series_are_asked_for_by_name(read: Recording) -> None:
    found = read.series(["dfi", "members"])
    assert list(found) == ["dfi", "members"] and {curve.shape for curve in found.values()} == {(read.meta.weeks,)}
    assert all(curve.dtype == np.float64 for curve in found.values())


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_file_that_can_be_taken_away(read: Recording, table: str) -> None:
    assert read.path(table).exists()
    frame = read.frame(table)
    assert len(frame) == read.meta.rows[table]


def test_pages_are_plain_data(read: Recording) -> None:
    pages = [read.events(), read.entries(), read.jobs(), read.shops(), read.buyers(), read.accounts()]
    for page in pages:
        assert json.loads(json.dumps(page.rows, allow_nan=False)) == list(page.rows)


@pytest.mark.parametrize(
    ("table", "filters", "path", "expected"),
    [
        ("events", {"kinds": "HANDOVER"}, "kind", "one of "),
        ("events", {"shop": 14}, "shop", "0 to 13"),
        ("events", {"week_from": 45}, "week_from", "0 to 44"),
        ("events", {"week_to": -1}, "week_to", "0 to 44"),
        ("events", {"job": "nobody"}, "job", "a job's name such as"),
        ("events", {"job": "ffff-ffff-ffff"}, "job", "a job of this run"),
        ("events", {"account": "shop 99"}, "account", "the name of an account, such as shop 9, shop 0"),
        ("events", {"offset": -1}, "offset", "at least 0"),
        ("entries", {"limit": -1}, "limit", "at least 0"),
        ("entries", {"category": "TAX"}, "category", "one of VALUE, PRODUCTION"),
        ("entries", {"basis": "accrual"}, "basis", "one of both, net worth, cash"),
        ("jobs", {"state": "lost"}, "state", "one of closed, open"),
        ("jobs", {"text": "%"}, "text", "the beginning of a job's name"),
        ("jobs", {"buyer": 8}, "buyer", "0 to 7"),
        ("shops", {"size": "XL"}, "size", "one of L, S, M"),
        ("shops", {"region": 3}, "region", "one of 0"),
        ("shops", {"sort": "luck"}, "sort", "one of number"),
        ("shops", {"offset": -1}, "offset", "at least 0"),
        ("buyers", {"klass": "LOYAL"}, "class", "one of DISCIPLINED, AVERAGE, SHOPPER"),
        ("series", {"names": ["member"]}, "series", "one of members"),
        ("frame", {"table": "people"}, "table", "one of "),
    ],
)
def test_a_wrong_filter_is_refused_with_what_is_legal(
    recording: Recording, table: str, filters: dict[str, Any], path: str, expected: str
) -> None:
    with pytest.raises(BadQuestion) as refused:
        getattr(recording, table)(**filters)
    bad = refused.value
    assert bad.path == path and bad.expected.startswith(expected)
    (value,) = filters.values()
    assert bad.found == str(value[0] if isinstance(value, list) else value)
    assert str(bad) in (f"{path}: expected {bad.expected}; found {bad.found}", bad.text)
    if bad.expected.startswith("one of "):
        assert bad.options and bad.expected.endswith(bad.options[-1])
