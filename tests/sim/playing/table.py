"""A small session that the tests of playing share, and players who answer it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.sim.small import eager, policy

from handoff_sim.agents.cases import Case
from handoff_sim.agents.shop_cases import HandoffOffer, MakerCase, QuoteRequest
from handoff_sim.playing.answers import USUAL, declined, priced
from handoff_sim.playing.inputs import Inputs
from handoff_sim.playing.session import Session, new_inputs

WORLD = eager("workshop")
POLICY = policy("enforceable_trust")
Player = Callable[[Case], Any]


def begun(*, shop: int = 3, seed: int = 1, weeks: int = 4, from_week: int = 12, **options: Any) -> Inputs:
    return new_inputs(WORLD, POLICY, seed=seed, shop=shop, weeks=weeks, from_week=from_week, **options)


def follower(case: Case) -> Any:
    return case.rational()


def stubborn(case: Case) -> Any:
    """Asks a tenth more, refuses small handoffs, and buys nothing from others that it could make itself."""
    if isinstance(case, QuoteRequest) and case.rational().is_sent:
        return priced(case, case.rational().price * 1.1)
    if isinstance(case, HandoffOffer) and case.worth < 300.0:
        return declined(case)
    if isinstance(case, MakerCase):
        return case.open_ways[0]
    return case.rational()


def played(inputs: Inputs, player: Player, path: Path | None = None) -> tuple[Inputs, str]:
    """The document of a session played to its end, and the hash of its events."""
    with Session(WORLD, POLICY, inputs, path=path) as session:
        play_on(session, player)
        return session.inputs, session.model.result().events_sha256


def play_on(session: Session, player: Player, *, answers: int | None = None) -> None:
    """Play to the end, or until so many answers have been given."""
    given = 0
    while not session.is_finished:
        due = session.advance()
        if due is None:
            continue
        if given == answers:
            return
        session.answer(player(due))
        given += 1


__all__ = ["POLICY", "USUAL", "WORLD", "begun", "follower", "play_on", "played", "stubborn"]
