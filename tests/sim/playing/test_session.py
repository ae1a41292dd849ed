"""Sessions: stop before a decision, take the answer, go on; the same inputs are the same future."""

from pathlib import Path

import pytest
from tests.sim.playing.table import POLICY, WORLD, begun, follower, play_on, played, stubborn
from tests.sim.small import policy

from handoff_sim.agents.asking import DecisionDue
from handoff_sim.agents.cases import WrongAnswer
from handoff_sim.playing.answers import KIND_OF, answer_of, plain_of, playable
from handoff_sim.playing.inputs import read_inputs, write_inputs
from handoff_sim.playing.score import rational_twin, score
from handoff_sim.playing.session import Session, replay
from handoff_sim.policy.problems import DocumentError
from handoff_sim.run import simulate


@pytest.mark.parametrize("decides", [("quote", "respond", "hand_off", "review"), playable()], ids=["usual", "all"])
def test_playing_by_the_advice_is_the_compiled_run(decides: tuple[str, ...]) -> None:
    inputs = begun(decides=decides)
    done, events = played(inputs, follower)
    assert events == simulate(WORLD, POLICY, seed=1, weeks=inputs.weeks).events_sha256
    assert done.events_sha256 == events and len(done.answers) > 20
    assert all(given.followed for given in done.answers)
    assert {given.kind for given in done.answers} <= set(decides)


def test_a_player_with_a_mind_of_its_own_makes_another_future_which_is_replayed_exactly(tmp_path: Path) -> None:
    path = tmp_path / "play.json"
    done, events = played(begun(), stubborn, path)
    assert events != simulate(WORLD, POLICY, seed=1, weeks=done.weeks).events_sha256
    assert {given.followed for given in done.answers} == {True, False}
    assert read_inputs(path) == done
    assert replay(WORLD, POLICY, read_inputs(path)).events_sha256 == events


def test_a_session_dropped_between_any_two_answers_goes_on_to_the_same_end(tmp_path: Path) -> None:
    done, events = played(begun(weeks=2), stubborn)
    path = tmp_path / "play.json"
    with Session(WORLD, POLICY, begun(weeks=2), path=path) as session:
        play_on(session, stubborn, answers=1)
    for taken in range(2, len(done.answers) + 1):
        with Session.resume(path, WORLD, POLICY) as session:  # the object before is gone, as after kill -9
            play_on(session, stubborn, answers=1)
            assert len(session.inputs.answers) == taken
    with Session.resume(path, WORLD, POLICY) as session:
        play_on(session, follower)
        assert session.model.result().events_sha256 == events
    assert read_inputs(path) == done


def test_the_weeks_of_others_and_of_the_rule_are_not_the_players() -> None:
    done, _ = played(begun(from_week=14, weeks=2, decides=("quote",)), stubborn)
    assert {given.week for given in done.answers} == {14, 15}
    assert {given.kind for given in done.answers} == {"quote"}


def test_a_wrong_answer_is_refused_and_the_decision_stays_due(tmp_path: Path) -> None:
    path = tmp_path / "play.json"
    with Session(WORLD, POLICY, begun(decides=("quote",)), path=path) as session:
        with pytest.raises(ValueError, match="decision that is due; found none"):
            session.answer(True)
        due = None
        while due is None:
            due = session.advance()
        before = path.read_text()
        for wrong, complaint in (
            ({"send": True, "price": -4}, "price: expected a number from 0.01"),
            ({"send": True}, "answer.price: expected a value; found nothing"),
            ({"send": "yes"}, "answer.send: expected true or false; found 'yes'"),
            ({"send": True, "price": 1e300}, "price"),
            ({"send": True, "price": 100, "depth": "deep"}, "answer.depth: expected one of quick, full; found 'deep'"),
            ({"offer": 3}, "answer.offer: expected one of send, price"),
            (["send"], "answer: expected entries send"),
        ):
            with pytest.raises(WrongAnswer, match=complaint):
                session.answer_plain(wrong)
        assert session.pending is due and path.read_text() == before
        session.answer_plain({"send": True, "price": 1234.5})
        assert session.pending is None and read_inputs(path).answers[-1].answer["price"] == 1234.5


def test_what_is_not_answered_stops_a_play_and_is_the_rules_in_a_replay() -> None:
    with Session(WORLD, POLICY, begun()) as session, pytest.raises(DecisionDue):
        session.play()
    inputs = begun()
    assert (
        replay(WORLD, POLICY, inputs).events_sha256 == simulate(WORLD, POLICY, seed=1, weeks=inputs.weeks).events_sha256
    )


def test_following_for_a_week_or_a_kind_takes_answers_down_like_any_other() -> None:
    with Session(WORLD, POLICY, begun()) as session:
        first = session.advance()
        while first is None:
            first = session.advance()
        session.follow_week()
        session.follow()
        assert session.advance() is None and session.week == first.week + 1
        assert len(session.inputs.answers) > 1
        session.follow_kinds(("quote",))
        while not session.is_finished:
            due = session.advance()
            if due is not None:
                assert KIND_OF[type(due)] != "quote"
                session.follow()
        done = session.inputs
    assert replay(WORLD, POLICY, done).events_sha256 == done.events_sha256


def test_every_answer_survives_being_written_down() -> None:
    with Session(WORLD, POLICY, begun(decides=playable(), weeks=8)) as session:
        while not session.is_finished:
            due = session.advance()
            if due is not None:
                for answer in (due.rational(), stubborn(due)):
                    assert due.recorded(answer_of(due, plain_of(due, answer))) == due.recorded(answer)
                session.follow()
        kinds = {given.kind for given in session.inputs.answers}
        assert all(given.case(3).rational() is not None for given in session.inputs.answers)
    assert {"quote", "respond", "effort", "packet_effort", "give_code", "seek_help"} <= kinds


def test_an_answer_to_another_situation_is_noticed(tmp_path: Path) -> None:
    done, _ = played(begun(), stubborn)
    first = done.answers[0]
    shifted = first.model_copy(update={"situation": first.situation | {"load_weeks": 9.25}})
    with pytest.raises(DocumentError, match=r"expected the situation of the answer, load_weeks 9.25; found load_weeks"):
        replay(WORLD, POLICY, done.model_copy(update={"answers": [shifted, *done.answers[1:]]}))
    stray = first.model_copy(update={"occurrence": 7})
    with pytest.raises(DocumentError, match=rf"week {first.week}, {first.kind}, job {first.job}: no such decision"):
        replay(WORLD, POLICY, done.model_copy(update={"answers": [*done.answers, stray]}))
    with pytest.raises(DocumentError, match="events_sha256 0000 was recorded"):
        replay(WORLD, POLICY, done.model_copy(update={"events_sha256": "0000"}))
    with pytest.raises(DocumentError, match=r"policy: expected enforceable_trust with hash .*; found directory"):
        replay(WORLD, policy("directory"), done)
    path = tmp_path / "other.json"
    write_inputs(done.model_copy(update={"model": "older", "events_sha256": "0000"}), path)
    with pytest.raises(DocumentError, match=r"other.json: answers: .*played with model version older"):
        Session.resume(path, WORLD, POLICY).play()


def test_a_shop_that_is_not_there_has_no_seat() -> None:
    with pytest.raises(DocumentError, match=r"shop: expected a shop of workshop, 0 to 13; found 14"):
        begun(shop=14)
    with pytest.raises(DocumentError, match=r"decides.0: expected one of .*; found \"dance\""):
        begun(decides=("dance",))


def test_the_score_adds_up_to_the_difference_of_profits() -> None:
    inputs = begun()
    twin = rational_twin(WORLD, POLICY, inputs)
    for player in (stubborn, follower):
        with Session(WORLD, POLICY, inputs) as session:
            play_on(session, player)
            found = score(session.inputs, session.model.result(), twin)
        assert sum(value for _, value in found.categories) == pytest.approx(found.difference, abs=0.005)
        assert sum(value for _, value in found.jobs) == pytest.approx(found.difference, abs=0.005)
        assert found.followed <= found.decisions == len(session.inputs.answers)
        assert (found.difference != 0.0) == (player is stubborn)
