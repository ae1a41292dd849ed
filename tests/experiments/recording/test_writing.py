"""A run written down is the run: same hash, every event, every cent; whole or not at all."""

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from handoff_experiments.bad_question import BadQuestion
from handoff_experiments.evaluation import membership
from handoff_experiments.following.future import Future
from handoff_experiments.following.happenings import happenings
from handoff_experiments.recording import Recording, ReplayDiffers, record, remove_drafts
from handoff_experiments.recording.writing import META, write
from handoff_sim import metrics
from handoff_sim.codes import JobState
from handoff_sim.run import Run, simulate


def test_a_recording_is_the_run_that_was_made_plainly(recording: Recording, town: Any) -> None:
    plainly = simulate(town.world, town.trust, seed=town.seed, weeks=town.weeks)
    meta = recording.meta
    assert meta.events_sha256 == plainly.events_sha256
    assert (meta.world_hash, meta.policy_hash) == (plainly.world_hash, plainly.policy_hash)
    assert (meta.seed, meta.weeks, meta.model_version) == (town.seed, town.weeks, plainly.model_version)
    assert meta.launch == plainly.records.launch


def test_every_event_is_written_with_its_numbers(recording: Recording, run: Run) -> None:
    log, written = run.events(), recording.frame("events")
    assert len(written) == len(log) == recording.meta.rows["events"]
    for column, name in (("week", "week"), ("item", "operation"), ("code", "code"), ("cents", "cents")):
        assert (written[column] == log[name]).all()
    assert (written["kind"].astype(str) == log["kind"].astype(str)).all()
    assert written["job"].fillna(0).tolist() == log["job"].tolist()
    leads = log.loc[log["kind"] == "QUOTE", "terms"].astype(np.int64)
    assert (written["lead_weeks"].dropna().astype(np.int64) == leads).all()


@pytest.mark.parametrize("policy", ["trust", "vertical"])
def test_every_event_of_a_job_is_told_as_when_the_job_is_followed(policy: str, town: Any, folder: Path) -> None:
    rules = getattr(town, policy)
    run = simulate(town.world, rules, seed=town.seed, weeks=30, keep_events=True)
    future = Future(town.world, rules, run)
    write(future, folder)
    recording = Recording(folder)
    for key in run.records.jobs["key"][::37].tolist():
        told = happenings(future, key)
        page = recording.events(job=key, limit=10_000)
        assert page.total == len(told)
        for event, row in zip(told, page.rows, strict=True):
            assert row["text"] == event.text
            assert (row["actor"] or "", row["other"] or "") == (event.actor, event.other)
            assert (row["operation"] or "", row["channel"] or "") == (event.operation, event.channel)


def test_the_ledger_sums_to_what_everybody_owns(recording: Recording, run: Run, town: Any) -> None:
    """On either basis the whole ledger sums to zero, and each account to its net worth, or its cash, of the run."""
    entries, accounts = recording.frame("entries"), recording.frame("accounts").set_index("account")
    start = {"net worth": 0 * accounts["number"], "cash": accounts["opening_cash_cents"]}
    for basis, owned in (("net worth", run.records.worth), ("cash", run.records.cash)):
        moving = entries[entries["basis"].isin(["both", basis])]
        paid = moving.groupby("payer", observed=True)["cents"].sum()
        got = moving.groupby("payee", observed=True)["cents"].sum()
        left = got.sub(paid, fill_value=0).reindex(recording.meta.accounts, fill_value=0).astype(np.int64)
        assert left.sum() == 0 == owned.sum()
        assert (left + start[basis]).tolist() == owned.tolist()
    in_hand = run.records.shops["machines"] * town.world.population.cash_per_machine * 100
    assert accounts["opening_cash_cents"].tolist()[: len(in_hand)] == in_hand.tolist()
    assert accounts["opening_cash_cents"].sum() == 0


def test_entries_are_those_of_the_run(recording: Recording, run: Run) -> None:
    ledger, written = run.entries(), recording.frame("entries")
    names = np.array(recording.meta.accounts)
    assert (written["cents"] == ledger["cents"]).all() and (written["week"] == ledger["week"]).all()
    assert (written["payer"].astype(str) == names[ledger["payer"]]).all()
    assert (written["payee"].astype(str) == names[ledger["payee"]]).all()
    keys = run.records.jobs["key"][ledger["job"]]
    of_job = ledger["job"] >= 0
    assert written["job"].isna().tolist() == (~of_job).tolist()
    assert written.loc[of_job, "job"].tolist() == keys[of_job].tolist()
    assert written["operation"].isna().tolist() == (ledger["op"] < 0).tolist()


def test_shops_are_those_of_the_metrics_with_their_number(recording: Recording, run: Run) -> None:
    frame = recording.frame("shops")
    assert frame["number"].tolist() == list(range(run.records.n_shops))
    pd.testing.assert_frame_equal(
        frame.drop(columns="number"), metrics.shop_frame(run.records), check_dtype=False, check_column_type=False
    )


def test_buyers_add_up_to_the_jobs(recording: Recording, run: Run) -> None:
    buyers, jobs = recording.frame("buyers"), recording.frame("jobs")
    assert buyers["number"].tolist() == list(range(run.records.n_buyers))
    seen = jobs[jobs["week"] >= recording.meta.effect_start]
    assert buyers["jobs"].tolist() == [int((seen["buyer"] == f"buyer {key}").sum()) for key in buyers["key"]]
    assert (buyers["orders"] > 0).any() and (buyers["delivered"] <= run.records.n_buyers + buyers["jobs"].sum()).all()
    placed = jobs[jobs["award_week"] >= recording.meta.effect_start]
    assert buyers["spent"].sum() == pytest.approx(placed["price_cents"].sum() / 100)
    assert set(buyers["class"]) <= {"DISCIPLINED", "AVERAGE", "SHOPPER"} and buyers["member"].dtype == bool


def test_a_job_names_who_holds_it_and_what_became_of_it(recording: Recording, run: Run) -> None:
    jobs, records = recording.frame("jobs"), run.records.jobs
    assert jobs["key"].tolist() == records["key"].tolist()
    held = jobs["shop"].notna()
    assert (held == np.isin(records["state"], [JobState.AWARDED, JobState.CLOSED, JobState.CANCELLED])).all()
    assert (jobs["closed_week"].notna() == (records["state"] == JobState.CLOSED)).all()
    assert (jobs.loc[held, "price_cents"] > 0).all()
    awards = run.events().query("kind == 'AWARD'").set_index("job")
    for row in jobs[held].iloc[::41].itertuples():
        assert row.shop == f"shop {awards.loc[[row.key], 'a'].iloc[-1]}"


def test_orders_of_a_vertical_operator_carry_its_name(town: Any, folder: Path) -> None:
    record(town.world, town.vertical, town.seed, 30, folder)
    holders = Recording(folder).frame("jobs")["shop"].dropna().astype(str)
    assert holders.str.startswith("vertical operator").any()
    assert holders.str.match(r"(shop|vertical operator) \d+$").all()


def test_series_are_those_of_the_metrics(recording: Recording, run: Run) -> None:
    curves = metrics.series(run.records)
    written = recording.series()
    assert list(written) == list(curves)
    for name, curve in curves.items():
        np.testing.assert_array_equal(written[name], curve)


def test_a_run_of_one_week_can_be_recorded(town: Any, folder: Path) -> None:
    record(town.world, town.phone, 1, 1, folder)
    assert Recording(folder).events(limit=5).total > 0


def test_a_recording_is_made_in_a_worker_and_kept_there(
    town: Any, worker: ProcessPoolExecutor, recording: Recording, folder: Path
) -> None:
    worker.submit(record, town.world, town.trust, town.seed, town.weeks, folder).result()
    assert Recording(folder).meta == recording.meta
    files = sorted(path.name for path in folder.iterdir())
    assert files == sorted([META, *(f"{name}.parquet" for name in recording.meta.rows)])
    assert [path.name for path in folder.parent.iterdir()] == ["run"]
    before = (folder / META).stat().st_mtime_ns
    worker.submit(record, town.world, town.trust, town.seed, town.weeks, folder).result()
    assert (folder / META).stat().st_mtime_ns == before


def test_two_recordings_of_one_run_are_equal_byte_for_byte(town: Any, recording: Recording, folder: Path) -> None:
    record(town.world, town.trust, town.seed, town.weeks, folder)
    for path in folder.iterdir():
        assert path.read_bytes() == (recording.folder / path.name).read_bytes()


def test_a_folder_that_holds_another_run_is_refused(town: Any, recording: Recording) -> None:
    with pytest.raises(BadQuestion, match="expected workshop under phone_book") as refused:
        record(town.world, town.phone, town.seed, town.weeks, recording.folder)
    assert refused.value.path == "recording"
    with pytest.raises(BadQuestion, match="44 weeks"):
        record(town.world, town.trust, town.seed, 44, recording.folder)
    with pytest.raises(BadQuestion):
        record(town.world, town.trust, town.seed, town.weeks, recording.folder, events_sha256="0" * 64)


def test_a_replay_that_is_another_run_is_refused_and_leaves_nothing(town: Any, folder: Path) -> None:
    with pytest.raises(ReplayDiffers, match="expected events 00"):
        record(town.world, town.trust, town.seed, 5, folder, events_sha256="00")
    assert not folder.exists()
    found = simulate(town.world, town.trust, seed=town.seed, weeks=5).events_sha256
    record(town.world, town.trust, town.seed, 5, folder, events_sha256=found)
    assert Recording(folder).meta.events_sha256 == found


def test_membership_can_be_prescribed(town: Any, run: Run, folder: Path) -> None:
    nobody = np.zeros_like(membership(run.records))
    record(town.world, town.trust, town.seed, town.weeks, folder, forced=nobody)
    assert not Recording(folder).frame("shops")["member"].any()


def test_a_recording_that_breaks_off_leaves_nothing(town: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.parent.mkdir()

    class Full:
        """Stands in for json in the one module that is tested; others use it, too."""

        @staticmethod
        def dumps(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("handoff_experiments.recording.writing.json", Full)
    with pytest.raises(OSError, match="No space"):
        record(town.world, town.trust, town.seed, 5, folder)
    assert list(folder.parent.iterdir()) == []


def test_whoever_is_second_keeps_the_first(town: Any, folder: Path) -> None:
    run = simulate(town.world, town.trust, seed=town.seed, weeks=5, keep_events=True)
    future = Future(town.world, town.trust, run)
    write(future, folder)
    first = (folder / META).stat().st_ino
    write(future, folder)
    assert (folder / META).stat().st_ino == first and len(list(folder.parent.iterdir())) == 1


def test_what_a_killed_process_left_can_be_removed(folder: Path) -> None:
    (folder.parent / ".run.abc.draft").mkdir(parents=True)
    (folder.parent / ".run.abc.draft" / "events.parquet").write_bytes(b"half")
    folder.mkdir()
    assert remove_drafts(folder.parent) == 1 and list(folder.parent.iterdir()) == [folder]


def test_a_folder_that_is_no_recording_is_refused(folder: Path) -> None:
    with pytest.raises(BadQuestion, match=r"meta\.json"):
        Recording(folder)
    folder.mkdir(parents=True)
    (folder / META).write_text(json.dumps({"format": "another"}))
    with pytest.raises(BadQuestion, match="handoff-recording-1"):
        Recording(folder)


def test_a_policy_that_does_not_fit_is_refused_through_the_worker(
    town: Any, worker: ProcessPoolExecutor, folder: Path
) -> None:
    from handoff_sim.policy import apply_settings

    far = apply_settings(town.trust, {"lane.regions": [7]})
    with pytest.raises(BadQuestion, match="region numbers below") as refused:
        worker.submit(record, town.world, far, 1, 5, folder).result()
    assert refused.value.path == "lane.regions"
    assert worker.submit(int, "3").result() == 3
