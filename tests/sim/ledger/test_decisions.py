"""Decision records explain decisions: their terms add up, and there is one for every event of their kind."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.sim.small import eager, path, policy, run

from handoff_sim.codes import DeclineCode, NoBid
from handoff_sim.run import Run

RESPONSE_TERMS = (
    "transfer", "production", "opportunity", "packet_liability", "workmanship_liability", "packet_risk",
    "other_risk", "effort_cost", "finance", "admin", "fee", "repeat_value", "relational",
)  # fmt: skip


@cache
def recorded(name: str) -> Run:
    where = eager("default")
    forced = path(where, 60, -1, 1) if policy(name).network else None
    return run(where, policy(name), 3, record_decisions=True, forced=forced)


def records_of(name: str, kind: str) -> pd.DataFrame:
    """Decisions of one kind, a column for each of their terms."""
    frame = recorded(name).decisions()
    frame = frame[frame["kind"] == kind].reset_index(drop=True)
    assert len(frame) > 0
    return frame.join(pd.DataFrame(frame["terms"].tolist()))


def events_of(name: str, kind: str) -> pd.DataFrame:
    events = recorded(name).events()
    return events[events["kind"] == kind]


BOTH = pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "directory"])


@BOTH
def test_the_terms_of_an_answer_add_up_to_its_value(name: str) -> None:
    answers = records_of(name, "HANDOFF_RESPONSE")
    assert np.allclose(answers[list(RESPONSE_TERMS)].sum(axis=1), answers["value"], rtol=0, atol=1e-6)


@BOTH
def test_an_answer_is_yes_only_when_its_value_is_at_least_the_threshold(name: str) -> None:
    answers = records_of(name, "HANDOFF_RESPONSE")
    yes = answers["code"] == DeclineCode.ACCEPTED
    assert (answers["state"] == yes).all()
    assert (answers["value"][yes] >= answers["threshold"][yes]).all()
    priced_out = answers["code"] == DeclineCode.PRICE
    binding = ~yes & ~priced_out & (answers["code"] != DeclineCode.EXPIRED)
    assert (answers["value"][binding] < answers["threshold"][binding]).all()


@BOTH
def test_every_offer_to_a_capable_shop_has_an_answer(name: str) -> None:
    offers = events_of(name, "OFFER")
    assert (offers["code"] != DeclineCode.NO_CAPABILITY).sum() == len(records_of(name, "HANDOFF_RESPONSE"))


@BOTH
def test_every_considered_quote_has_a_record(name: str) -> None:
    considered = len(events_of(name, "QUOTE")) + (events_of(name, "NO_BID")["code"] != NoBid.NO_CAPABILITY).sum()
    assert considered == len(records_of(name, "QUOTE"))


@BOTH
def test_every_rfq_has_an_award_record_but_for_loyal_reorders(name: str) -> None:
    reorders = int(recorded(name).records.jobs["reorder"].sum())
    rfqs = len(events_of(name, "RFQ"))
    assert rfqs - reorders == len(records_of(name, "AWARD"))


def test_the_gain_of_a_quote_follows_from_its_terms() -> None:
    """``E = s (eta P - F) - h w``, with ``F`` = base + selection loss + risk - repeat value (R9, D47)."""
    one = recorded("phone_book")
    quotes = records_of("phone_book", "QUOTE")
    jobs = pd.Series(one.records.jobs["buyer"], index=one.records.jobs["key"])
    buyers = one.records.buyers[jobs[~jobs.index.duplicated()].loc[quotes["job"]].to_numpy()]
    p = one.records.parameters[0]
    eta = 1.0 - p["finance_rate"] * buyers["pay_weeks"] / 52.0 - buyers["default_prob"]
    cost = quotes["base_cost"] + quotes["selection_loss"] + quotes["risk_premium"] - quotes["repeat_value"]
    gain = quotes["win_probability"] * (eta * quotes["price"] - cost) - quotes["hours"] * p["wage"]
    assert np.allclose(gain, quotes["expected_gain"], rtol=1e-9, atol=1e-6)
    assert np.array_equal(quotes["value"], quotes["expected_gain"])
    assert (quotes["expected_gain"] >= quotes["other_depth_gain"]).all()
    sent = (quotes["expected_gain"] > 0) & (quotes["load_weeks"] <= quotes["most_load_weeks"])
    assert (sent == (quotes["state"] == 1)).all() and not sent.all()
    assert ((quotes["win_probability"] >= 0) & (quotes["win_probability"] <= 0.95)).all()


def test_a_membership_record_holds_the_bound_that_decided() -> None:
    reviews = records_of("enforceable_trust", "MEMBERSHIP")
    sigma = recorded("enforceable_trust").records.parameters["sigma_obs"][0]
    bound = reviews["gain_mean"] - reviews["kappa"] * sigma / np.sqrt(reviews["gain_n"])
    assert np.allclose(bound, reviews["lower_bound"])
    assert np.array_equal(reviews["lower_bound"], reviews["value"])
    outside = reviews["code"].isin([0, 3])  # never a member, or left
    wants = reviews["lower_bound"] >= reviews["hurdle"]
    assert (wants[outside] == (reviews["state"][outside] == 1)).all()


def test_a_run_without_recording_has_no_decisions() -> None:
    assert run(eager("workshop"), policy("phone_book"), 1, 10).decisions().empty
