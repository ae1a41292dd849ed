"""One living server per store."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from handoff_experiments.store import Store, StoreClaimed


def test_a_store_is_claimed_by_one_at_a_time(store: Store, place: Any) -> None:
    with store.claim():
        with pytest.raises(
            StoreClaimed, match=rf"another server works on it \(process {os.getpid()} on .* since 20\d\d-"
        ):
            store.claim().__enter__()
        with place.open() as other, pytest.raises(StoreClaimed), other.claim():
            pass
    with place.open() as other, other.claim():
        pass


def test_a_claim_ends_when_what_it_was_for_breaks(store: Store) -> None:
    with pytest.raises(RuntimeError), store.claim():
        raise RuntimeError
    with store.claim():
        pass


def test_a_claim_names_the_process_that_holds_it_and_ends_when_that_is_killed(
    store: Store, start: Callable[..., int], others: Any
) -> None:
    holder = start("claim")
    others.wait_for(holder, "claimed")
    with pytest.raises(StoreClaimed, match=f"process {holder} on .* since") as refused:
        store.claim().__enter__()
    assert "stop that one" in refused.value.reason
    others.kill(holder)
    deadline = time.monotonic() + 20.0
    while True:  # a server notices after a moment that its client is gone
        try:
            with store.claim():
                return
        except StoreClaimed:
            assert time.monotonic() < deadline


def test_a_stopped_process_keeps_its_claim(store: Store, start: Callable[..., int], others: Any) -> None:
    holder = start("claim")
    others.wait_for(holder, "claimed")
    os.kill(holder, signal.SIGSTOP)
    with pytest.raises(StoreClaimed, match=f"process {holder}"):
        store.claim().__enter__()


def test_reading_needs_no_claim(store: Store, place: Any) -> None:
    with store.claim(), place.open(read_only=True) as reader, reader.claim():
        assert reader.experiments.list().rows == ()
