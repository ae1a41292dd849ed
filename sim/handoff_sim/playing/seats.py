"""A person's seat: a shop whose decisions of some kinds are answered from a book; a blank in it stops the run."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from handoff_sim.agents.asking import DecisionDue
from handoff_sim.agents.cases import Case
from handoff_sim.agents.network_cases import ReviewCase
from handoff_sim.agents.shop import Shop
from handoff_sim.agents.shop_cases import HandoffOffer, MakerCase
from handoff_sim.codes import Maker, Membership
from handoff_sim.playing.answers import KIND_OF, answer_of, is_same, plain_of, situation_of
from handoff_sim.playing.inputs import Given, Inputs, Key, given_of

Decide = Callable[[Case], Any]


class OtherSituation(ValueError):
    """An answer in the book that was given in another situation than the one it meets."""


def seat_of(name: str, kinds: Iterable[str], decide: Decide) -> type[Shop]:
    """A class of shops whose decisions of some kinds are taken by ``decide``; all others are the rule's."""

    def hook(self: Shop, case: Case) -> Any:
        return decide(case)

    return type(name, (Shop,), dict.fromkeys(kinds, hook))


def is_put(case: Case) -> bool:
    """Whether there is anything to decide that a person would care about.

    A maker is asked for only where another shop's deal is on the table; a handoff is put except in a bargain at no
    price that suits both, where a yes would change nothing; membership where the shop may enter, or is in.
    """
    if isinstance(case, HandoffOffer):
        return case.is_binding or case.surplus >= 0.0
    if isinstance(case, MakerCase):
        return Maker.RECEIVER in case.open_ways and len(case.open_ways) > 1
    if isinstance(case, ReviewCase):
        return case.may_enter or case.membership in (Membership.TRIAL, Membership.MEMBER)
    return True


class Book:
    """The answers of a session. A week may be lived several times until every decision in it has an answer.

    ``stops``: whether a decision without an answer raises DecisionDue; else the rule takes it.
    """

    def __init__(self, inputs: Inputs, *, stops: bool) -> None:
        self.inputs = inputs
        self.stops = stops
        self.following: dict[str, int] = {}  # kind of decision to the first week in which the player decides again
        self._answers: dict[Key, Given] = {given.key: given for given in inputs.answers}
        self._asked: Counter[Key] = Counter()
        self._met: set[Key] = set()

    def begin_week(self) -> None:
        """A week is lived, for the first time or again."""
        self._asked.clear()
        self._met.clear()

    def not_met(self, week: int) -> list[Given]:
        """Answers for a week just lived whose decisions did not come up in it."""
        return [given for key, given in self._answers.items() if given.week == week and key not in self._met]

    def enter(self, case: Case, answer: Any) -> Given:
        """Keep an answer, checked by its case, to the decision asked last.

        Raises
        ------
        WrongAnswer: it is none
        """
        case.recorded(answer)
        plain = plain_of(case, answer)
        followed = is_same(case, answer, case.rational())
        given = given_of(case, self._asked[self._alike(case)] - 1, plain, followed=followed)
        self._answers[given.key] = given
        self.inputs = self.inputs.with_answer(given)
        return given

    def decide(self, case: Case) -> Any:
        """The player's answer, or the rule's where the player does not decide.

        Raises
        ------
        DecisionDue: the player has not answered yet
        OtherSituation: the answer was given in another situation
        """
        if not self.inputs.from_week <= case.week < self.inputs.until_week or not is_put(case):
            return case.rational()
        alike = self._alike(case)
        key = (*alike[:-1], self._asked[alike])
        self._asked[alike] += 1
        given = self._answers.get(key)
        if given is None:
            return self._without_answer(case, key)
        self._met.add(key)
        refuse_other_situation(case, given)
        return answer_of(case, given.answer)

    def _without_answer(self, case: Case, key: Key) -> Any:
        if case.week < self.following.get(KIND_OF[type(case)], 0):
            answer = case.rational()
            self.enter(case, answer)
            self._met.add(key)
            return answer
        if self.stops:
            raise DecisionDue(case)
        return case.rational()

    def _alike(self, case: Case) -> Key:
        return (case.week, KIND_OF[type(case)], case.job, case.operation, case.other, 0)

    def seat(self) -> type[Shop]:
        """A class of shops that answer from the book."""
        return seat_of("HumanSeat", self.inputs.decides, self.decide)


def refuse_other_situation(case: Case, given: Given) -> None:
    """Refuse to answer a case with what was said in another.

    Raises
    ------
    OtherSituation: a term differs
    """
    now = situation_of(case)
    if now == given.situation:
        return
    differing = [name for name in now if now[name] != given.situation.get(name)]
    name = differing[0]
    raise OtherSituation(
        f"week {given.week}, {given.kind}, job {given.job}: expected the situation of the answer, "
        f"{name} {given.situation.get(name)}; found {name} {now[name]}"
    )
