"""A run kept and found is the same run in every bit."""

from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_st
from tests.experiments.store.made_up import LARGEST, MODEL, broken, differences, summary, task

from handoff_experiments.evaluation import evaluate
from handoff_experiments.store import Store, run_key
from handoff_experiments.store.arrays import DamagedFile, from_parquet, to_parquet
from handoff_experiments.tasks import RunSummary, Task
from handoff_scenarios import catalogue
from handoff_sim.run import MODEL_VERSION


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1, 2**63, LARGEST])
def test_a_run_is_found_as_it_was_kept(store: Store, seed: int) -> None:
    kept = summary(task(seed))
    key = store.runs.keep(task(seed), kept)
    assert key == run_key(task(seed), model_version=MODEL)
    assert differences(store.runs.find(task(seed)), kept) == []
    assert differences(store.runs.read(key), kept) == []


def test_a_run_of_the_model_is_found_as_it_was_kept(place: Any) -> None:
    whole = Task(
        world=catalogue.world("workshop"), policy=catalogue.policy("enforceable_trust"), seed=LARGEST, weeks=60
    )
    made = evaluate(whole)
    twin = replace(whole, forced=made.membership, brief=True)
    short = evaluate(twin)
    with place.open(model_version=MODEL_VERSION) as store:
        store.runs.keep(whole, made)
        store.runs.keep(twin, short)
    with place.open(model_version=None, read_only=True) as store:
        assert differences(store.runs.find(whole), made) == []
        assert differences(store.runs.find(twin), short) == []


def test_every_field_of_a_summary_is_put_to_the_test() -> None:
    """A field that is always empty here would be kept by luck."""
    made, nothing = summary(task()), RunSummary(policy="", policy_hash="", seed=0)
    silent = {"failure"}  # of runs that broke
    same = [f.name for f in fields(made) if not differences(getattr(made, f.name), getattr(nothing, f.name))]
    assert set(same) == silent


def test_a_run_that_left_little_is_found_as_it_was_kept(store: Store) -> None:
    little = RunSummary(
        policy="fair", policy_hash="fair rules", world_hash="a town", model_version=MODEL, seed=1, events_sha256="e"
    )
    key = store.runs.keep(task(brief=True), little)
    assert differences(store.runs.find(task(brief=True)), little) == []
    assert list(store.files.rglob(f"{key}*")) == []


def test_a_run_is_found_under_the_policy_s_present_name(store: Store) -> None:
    store.runs.keep(task(), summary(task()))
    renamed = task(policy=replace(task().policy, name="mine"))
    found = store.runs.find(renamed)
    assert found is not None
    assert found.policy == "mine"
    assert differences(replace(found, policy="fair"), summary(task())) == []


def test_a_row_says_what_the_run_was(store: Store) -> None:
    path = np.zeros((4, 7), dtype=np.int8)
    asked = task(LARGEST, forced=path, brief=True)
    row = store.runs.get(store.runs.keep(asked, summary(asked)))
    assert row is not None
    assert (row.seed, row.weeks, row.launch, row.brief, row.policy) == (LARGEST, 4, 2, True, "fair")
    assert (row.world_hash, row.policy_hash, row.model_version) == ("a town", "fair rules", MODEL)
    assert (row.events_sha256, row.seconds, row.failure, row.finished) == (
        f"events of {LARGEST}",
        0.1 + 0.2,
        None,
        True,
    )
    assert row.forced is not None
    assert len(row.forced) == 64
    assert differences(row.metrics, summary(asked).metrics) == []
    assert row.made_at.utcoffset() is not None


def test_a_broken_run_is_a_record_that_is_never_found(store: Store) -> None:
    key = store.runs.keep(task(), broken(task()))
    assert store.runs.find(task()) is None
    row = store.runs.get(key)
    assert row is not None
    assert not row.finished
    assert (row.failure, row.model_version, row.world_hash) == (broken(task()).failure, MODEL, "a town")
    assert store.runs.read(key).failure == broken(task()).failure


def test_seeds_sort_as_numbers_in_the_database(store: Store, place: Any) -> None:
    for seed in (LARGEST, 9, 2**63, 10):
        store.runs.keep(task(seed), broken(task(seed)))
    ordered = [int(seed) for (seed,) in place.ask("SELECT seed FROM runs ORDER BY seed")]
    assert ordered == [9, 10, 2**63, LARGEST]


def test_the_arrays_are_a_table_that_anybody_can_read(store: Store) -> None:
    key = store.runs.keep(task(), summary(task()))
    frame = pd.read_parquet(store.files / "runs" / key[:2] / f"{key}.parquet")
    assert len(frame) == 1
    assert list(frame["series.members"].iloc[0]) == [0.0, 1.0, 2.0, 3.0]


KINDS = st.one_of(arrays_st.integer_dtypes(), arrays_st.unsigned_integer_dtypes(), arrays_st.boolean_dtypes())
KINDS = st.one_of(KINDS, arrays_st.floating_dtypes(sizes=(32, 64), endianness="<"))
SHAPES = arrays_st.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=4)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), arrays_st.arrays(KINDS, SHAPES), min_size=1))
def test_arrays_of_numbers_survive_in_every_bit(arrays: dict[str, Any]) -> None:
    found = from_parquet(to_parquet(arrays))
    assert differences(found, arrays) == []
    assert all(array.flags.writeable for array in found.values())


def test_an_array_of_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match=r"shops.names: expected an array of numbers or booleans; found object"):
        to_parquet({"shops.names": np.array(["a", None], dtype=object)})


@given(st.integers(0, 3000), st.integers(1, 255))
def test_a_damaged_file_is_told_or_read_but_never_a_crash(place: int, flip: int) -> None:
    data = bytearray(to_parquet({"a": np.arange(9.0), "b": np.arange(200)}))
    data[place % len(data)] ^= flip
    with suppress(DamagedFile):
        from_parquet(bytes(data))
