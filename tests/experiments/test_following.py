"""One job followed under two policies, on a small town: lives, where they part, why, and the money."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from handoff_experiments.documents import overridden, policy_document, world_document
from handoff_experiments.figures.paths import paths
from handoff_experiments.figures.ties import ties
from handoff_experiments.following import Following, Pair, UnknownJob, job_name, live_twice, most_different
from handoff_experiments.following.accounts import accounts, money_rows
from handoff_experiments.following.clauses import (
    AT_THE_FRONT_DOOR,
    BY_SUBJECT,
    BY_TERM,
    DECISION_BEHIND,
    NEEDS,
    fields_that_act,
)
from handoff_experiments.following.document import (
    following_document,
    following_schema,
    ranking_document,
    ranking_schema,
    read_following,
    read_ranking,
)
from handoff_experiments.following.happenings import PHASES, SENTENCES, STEPS
from handoff_experiments.following.life import Life
from handoff_experiments.following.names import find_job
from handoff_experiments.following.page import page
from handoff_experiments.following.parting import SUBJECTS, parting
from handoff_experiments.following.ranking import POINTS
from handoff_experiments.following.reading import read_life
from handoff_experiments.following.sentences import about, cause_sentences, headline, parting_sentences
from handoff_experiments.following.steps import STEPS as TOLD_STEPS
from handoff_experiments.following.steps import step_rows
from handoff_experiments.following.ties import tie_network
from handoff_sim.codes import Category, EventKind, JobState
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import TERM_NAMES
from handoff_sim.policy import Policy
from handoff_sim.policy.diff import as_lived, plain_diff
from handoff_sim.policy.registry import fields_of

SEED, WEEKS = 3, 60
EAGER = ("launch.week=8", "launch.hype=400", "launch.n_hype=50")  # a small town in which everybody joins at once


def lived(before: str, after: str) -> Pair:
    world, policies = overridden(world_document("workshop"), [policy_document(before), policy_document(after)], EAGER)
    return live_twice(world, policies, seed=SEED, weeks=WEEKS, settings=EAGER)


@pytest.fixture(scope="module")
def directory() -> Pair:
    return lived("phone_book", "directory")


@pytest.fixture(scope="module")
def trust() -> Pair:
    return lived("tools_only", "enforceable_trust")


@pytest.fixture(params=["directory", "trust"])
def pair(request: pytest.FixtureRequest) -> Pair:
    found: Pair = request.getfixturevalue(request.param)
    return found


@cache
def followed(pair: Pair, count: int) -> tuple[Following, ...]:
    """Jobs followed, `some` of them."""
    return tuple(pair.follow(key) for key in some(pair, count))


def some(pair: Pair, count: int = 40) -> list[int]:
    """Keys of jobs at even distances, those that tell most among them."""
    keys = pair.keys
    spread = keys[:: max(1, len(keys) // count)].tolist()
    return [*spread, *(row.key for row in most_different(pair, top=10).telling)]


def test_a_job_under_one_policy_twice_lives_one_life() -> None:
    same = lived("enforceable_trust", "enforceable_trust")
    assert same.origin is None
    for key in some(same, 30):
        found = same.follow(key)
        assert found.first is None and found.first_deed is None and found.moved_cents == 0
        assert found.cause.how == "nothing differs"
        assert headline(found).startswith("Nothing differs")
    assert most_different(same).telling == ()


def test_the_same_events_for_other_money_are_not_called_nothing() -> None:
    same = lived("enforceable_trust", "enforceable_trust")
    found = same.follow(some(same, 30)[0])
    one, other, *rest = found.moved
    dearer = replace(one, after_cents=one.after_cents + 5500), replace(other, after_cents=other.after_cents - 5500)
    told = headline(replace(found, moved=(*dearer, *rest)))
    assert told.startswith("Only what it costs differs, by $55.00")
    assert "cent for cent" not in told


def test_every_event_of_a_job_appears_once_in_its_life(pair: Pair) -> None:
    for future in (pair.before, pair.after):
        log = future.run.events()
        counts = Counter(log["job"].tolist())
        for key in some(pair, 20):
            told = read_life(future, key).happenings
            assert len(told) == counts[key]
            of_job = log[log["job"] == np.uint64(key)]
            assert [event.kind for event in told] == of_job["kind"].tolist()
            assert [event.week for event in told] == of_job["week"].tolist()
            assert [event.cents for event in told] == of_job["cents"].tolist()


def test_every_kind_of_event_of_a_job_has_its_phase_step_sentence_and_subject() -> None:
    of_jobs = set(EventKind) - {EventKind.OUTAGE, EventKind.LABOUR, EventKind.INSOLVENT}
    of_jobs -= {EventKind.NEW_NAME, EventKind.FAKE_WORK}  # of a shop, with no job behind them
    of_jobs -= {EventKind.SHOCK, EventKind.WITHDRAWN}
    assert set(PHASES) == set(STEPS) == of_jobs
    assert of_jobs <= set(SENTENCES)
    assert {kind.name for kind in of_jobs} == set(SUBJECTS)


def test_what_a_job_left_each_party_with_is_what_the_ledger_says(pair: Pair) -> None:
    for future in (pair.before, pair.after):
        entries = future.run.entries()
        for key in some(pair, 20):
            mine = entries[entries["job"].isin(future.job_rows(key))]
            earned, paid = Counter[str](), Counter[str]()
            for row in mine.itertuples():
                for account, sign in ((row.payer, -1), (row.payee, 1)):
                    name = future.account_name(account)
                    earned[name] += sign * row.cents * (row.basis != "cash")
                    paid[name] += sign * row.cents * (row.basis != "net worth")
            life = read_life(future, key)
            assert {purse.party: purse.earned_cents for purse in life.purses if purse.earned_cents} == {
                name: cents for name, cents in earned.items() if cents
            }
            assert {purse.party: purse.paid_cents for purse in life.purses if purse.paid_cents} == {
                name: cents for name, cents in paid.items() if cents
            }
            assert sum(flow.entries for flow in life.flows) == len(mine)


def test_the_money_of_the_difference_sums_to_zero_to_the_cent(pair: Pair) -> None:
    moved = 0
    for found in followed(pair, 40):
        assert sum(party.difference_cents for party in found.moved) == 0
        assert sum(row.difference_cents for row in money_rows(found)) == 0
        assert sum(party.before_cents for party in found.moved) == sum(party.after_cents for party in found.moved) == 0
        moved += found.moved_cents
    assert moved > 0


def test_the_items_of_a_loss_sum_to_it(pair: Pair) -> None:
    told = 0
    for found in followed(pair, 40):
        for account in accounts(found):
            assert account.earned_cents < 0
            assert sum(cents for _, cents in account.items) == account.earned_cents
            told += 1
    assert told > 5


def test_the_payers_of_an_ncr_pay_its_loss(pair: Pair) -> None:
    future = pair.after
    jobs = future.run.records.jobs
    ops = future.run.records.ops
    hurt = np.unique(jobs["key"][ops["job"][ops["ncr_causes"] > 0]])
    seen = 0
    for key in hurt.tolist():
        life = read_life(future, key)
        for ncr in life.nonconformances:
            assert sum(share.cents for share in ncr.paid) == ncr.loss_cents
            seen += 1
        paid = sum(flow.earned_cents for flow in life.flows if flow.what == Category.NCR.name)
        assert paid == sum(ncr.loss_cents for ncr in life.nonconformances)
    assert seen > 10


def test_a_delivered_job_was_made_operation_by_operation(pair: Pair) -> None:
    future = pair.after
    jobs = future.run.records.jobs
    delivered = jobs["key"][jobs["state"] == JobState.CLOSED][::25]
    for key in delivered.tolist():
        life = read_life(future, key)
        assert life.operations and all(op.maker and op.done_week is not None for op in life.operations)
        assert life.outcome.startswith("delivered in week")
        assert life.prime in life.traveler.seen_by
        weeks = [(op.accepted_week, op.done_week, op.closed_week) for op in life.operations]
        assert all(
            accepted < done <= closed for accepted, done, closed in weeks if None not in (accepted, done, closed)
        )


def test_nothing_differs_before_the_parting(pair: Pair) -> None:
    for found in followed(pair, 40):
        if found.first is None:
            assert [e.what for e in found.lives[0].happenings] == [e.what for e in found.lives[1].happenings]
            continue
        earlier = [Counter(e.what for e in life.happenings if e.week < found.first.week) for life in found.lives]
        assert earlier[0] == earlier[1]
        assert found.first.before is not None or found.first.after is not None


def test_a_clause_is_named_only_where_the_policies_differ_in_it(pair: Pair) -> None:
    changed = {c.path for c in plain_diff(*as_lived(pair.before.policy, pair.after.policy))}
    hows = Counter[str]()
    for cause in (found.cause for found in followed(pair, 40)):
        hows[cause.how] += 1
        assert {clause.path for clause in cause.clauses} <= changed
        assert (cause.how in ("clause", "clause and state")) <= bool(cause.clauses)
        assert (cause.how == "state") <= (not cause.clauses)
        for gap in cause.terms:
            assert set(gap.paths) <= changed
    assert hows["clause"] + hows["clause and state"] > 0 and hows["state"] + hows["previous order"] > 0


def test_an_rfq_that_the_directory_draws_away_is_put_down_to_the_front_door(directory: Pair) -> None:
    jobs = directory.after.run.records.jobs
    network = jobs["key"][(jobs["channel"] == 2) & (jobs["nth"] == 0)]
    found = [directory.follow(key) for key in network[:20].tolist()]
    parted = [one for one in found if one.first is not None and one.first.subject == "channel"]
    assert parted
    for one in parted:
        assert [clause.path for clause in one.cause.clauses] == ["network", "routing.front_door"]
        assert "routing.quotes_per_rfq" in [clause.path for clause in one.cause.thereafter]
        member = [gap for gap in one.cause.state if gap.party == one.lives[0].buyer and gap.unit == "yes or no"]
        assert [(gap.before, gap.after) for gap in member] == [(0.0, 1.0)]


def test_rules_of_the_network_do_not_act_off_the_network() -> None:
    named, changed = ("governance.alpha", "routing"), ("governance.alpha", "routing.mode", "phone.alpha")
    assert fields_that_act(named, changed, ["direct"]) == ()
    assert fields_that_act(named, changed, ["phone"]) == ("phone.alpha",)
    assert fields_that_act(named, changed, ["network"]) == ("governance.alpha", "routing.mode")
    assert fields_that_act(("routing.mo",), changed, ["network"]) == ()


def test_the_tables_name_fields_terms_and_decisions_that_exist() -> None:
    paths = {info.vector or info.path for info in fields_of(Policy)} | {info.path for info in fields_of(Policy)}
    groups = {path.rpartition(".")[0] for path in paths} | {path.partition(".")[0] for path in paths}
    tables = [*BY_SUBJECT.values(), *(fields for terms in BY_TERM.values() for fields in terms.values())]
    named = {path for fields in tables for path in fields} | set(AT_THE_FRONT_DOOR) | set(NEEDS)
    assert named <= paths | groups
    for kind, terms in BY_TERM.items():
        assert set(terms) <= set(TERM_NAMES[DecisionKind[kind]])
    assert set(DECISION_BEHIND.values()) <= {kind.name for kind in DecisionKind}
    subjects = {*SUBJECTS.values(), "screen", "return", "asked", "answer"}
    assert set(BY_SUBJECT) == subjects
    assert all(about(subject) for subject in subjects)


def test_the_origin_of_the_difference_is_after_launch_and_in_one_log_only(pair: Pair) -> None:
    origin = pair.origin
    assert origin is not None and origin.week >= pair.before.run.records.launch
    before, after = (future.events[future.events["week"] < origin.week] for future in (pair.before, pair.after))
    assert len(before) == len(after)
    assert np.array_equal(before["cents"], after["cents"])


def test_the_ranking_is_deterministic_and_keeps_its_rule(directory: Pair) -> None:
    found = most_different(directory, top=30)
    again = most_different(lived("phone_book", "directory"), top=30)
    assert found == again
    assert [row.rank for row in found.telling] == list(range(1, len(found.telling) + 1))
    order = [(-row.points, -row.moved_cents, row.key) for row in found.telling]
    assert order == sorted(order)
    for row in found.telling:
        assert row.points == sum(POINTS[reason] for reason in row.reasons)
        assert len(row.why) == len(row.reasons) and all(row.why)


def test_the_ranking_says_what_following_finds(pair: Pair) -> None:
    for row in most_different(pair, top=25).telling:
        found = pair.follow(row.key)
        assert row.job == found.job and row.moved_cents == found.moved_cents
        before, after = found.lives
        if "served after only" in row.reasons:
            assert after.outcome.startswith("delivered") and not before.outcome.startswith("delivered")
        if "NCR after only" in row.reasons:
            assert after.nonconformances and not before.nonconformances
        if "receiver lost after" in row.reasons:
            assert min(life_purse(after, shop) for shop in after.makers) < 0
        if "made by others" in row.reasons:
            assert [op.maker for op in before.operations] != [op.maker for op in after.operations]


def life_purse(life: Life, shop: str) -> int:
    purse = life.purse(shop)
    return purse.earned_cents if purse else 0


def test_the_documents_read_back_as_what_was_written_and_match_their_schemas(pair: Pair) -> None:
    found = pair.follow(most_different(pair, top=1).telling[0].job)
    written = json.loads(json.dumps(following_document(found), allow_nan=False))
    assert read_following(written) == found
    assert set(written) - {"format"} == set(following_schema()["properties"])
    ranking = most_different(pair, top=5)
    listed = json.loads(json.dumps(ranking_document(ranking), allow_nan=False))
    assert read_ranking(listed) == ranking
    assert set(listed) - {"format"} == set(ranking_schema()["properties"])
    with pytest.raises(ValueError, match="handoff-telling-jobs-1"):
        read_ranking(written)


def test_a_job_is_found_by_name_beginning_and_key(directory: Pair) -> None:
    keys = directory.keys
    key = int(keys[len(keys) // 2])
    for text in (
        job_name(key),
        job_name(key).replace("-", ""),
        str(key),
        f"{key:016x}",
        f"0x{key:x}",
        job_name(key).upper(),
    ):
        assert find_job(text, keys) == key
    with pytest.raises(UnknownJob, match="expected a job's name such as"):
        find_job("shop 12", keys)
    with pytest.raises(UnknownJob, match="write more digits"):
        find_job(job_name(key)[:1], keys)
    with pytest.raises(UnknownJob, match="none begins so; nearest"):
        find_job("ffff-ffff-ffff", keys)


def test_a_job_is_told_in_words_from_rfq_to_repeat(pair: Pair) -> None:
    found = pair.follow(most_different(pair, top=1).telling[0].job)
    text = "\n".join([headline(found), *parting_sentences(found), *cause_sentences(found)])
    for policy in found.policies:
        assert policy in text
    assert found.lives[1].prime in text
    steps = [row.step for row in step_rows(*found.lives)]
    assert steps == [step for step in TOLD_STEPS if step in steps]
    assert {"RFQ", "award", "record", "traveler", "floor", "payments", "repeat"} <= set(steps)


def test_who_is_asked_first_is_no_difference(directory: Pair) -> None:
    life = next(
        life for key in directory.keys[::9].tolist() if len((life := read_life(directory.before, key)).quotes) > 2
    )
    events = list(life.happenings)
    at = [place for place, event in enumerate(events) if event.kind == "QUOTE"]
    events[at[0]], events[at[1]] = events[at[1]], events[at[0]]
    assert parting(life, replace(life, happenings=tuple(events))) is None
    assert parting(life, replace(life, happenings=life.happenings[:-1])) is not None


@pytest.mark.parametrize("which", ["paths", "ties"])
def test_a_figure_says_its_finding_and_describes_itself(trust: Pair, which: str) -> None:
    found = trust.follow(most_different(trust, top=1).telling[0].job)
    networks = [tie_network(trust.before), tie_network(trust.after)]
    figure = paths(found) if which == "paths" else ties(networks, [1, 2])
    meta = figure.layout.meta
    assert len(meta["title"]) > 20 and figure.layout.title.text.replace("<br>", " ") == meta["title"]
    assert len(meta["alt"]) > 40 and meta["alt"].endswith(".")
    for policy in found.policies:
        assert policy in meta["title"]
    json.loads(figure.to_json())


def test_the_network_of_handoffs_is_that_of_the_log(trust: Pair) -> None:
    log = trust.after.run.events()
    handed = log[(log["kind"] == "MAKE") & (log["a"] != log["b"])]
    network = tie_network(trust.after)
    assert len(network.weeks) == len(handed)
    assert network.weeks.tolist() == handed["week"].tolist()
    assert (network.channels == 1).any()
    assert set(network.book.ravel().tolist()) <= set(network.shops.tolist())


def test_the_page_holds_everything_and_needs_no_network(trust: Pair) -> None:
    found = trust.follow(most_different(trust, top=1).telling[0].job)
    text = page(found, trust)
    assert text.lstrip().lower().startswith("<!doctype html>")
    for expected in (found.job, "Where the two lives part", "The money that moved", "Plotly.newPlot", *found.policies):
        assert expected in text
    assert "<script src=" not in text and "<link" not in text


def test_two_policies_are_needed() -> None:
    with pytest.raises(ValueError, match="expected two"):
        live_twice("workshop", ["phone_book"], seed=1)
