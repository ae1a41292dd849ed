"""A session: one run with a person in one seat, stopped before that person's decisions, kept after every answer."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from handoff_sim.agents.asking import DecisionDue, SeatError
from handoff_sim.agents.cases import Case
from handoff_sim.agents.shop import Shop
from handoff_sim.model import FactoryModel
from handoff_sim.playing.answers import USUAL, answer_of, playable
from handoff_sim.playing.inputs import Inputs, Named, checked, read_inputs, write_inputs
from handoff_sim.playing.seats import Book, OtherSituation
from handoff_sim.policy.document import Policy
from handoff_sim.policy.problems import DocumentError, Problem
from handoff_sim.run import MODEL_VERSION, Run
from handoff_sim.world.document import World
from handoff_sim.world.fit import launch_week

SETTLING_WEEKS = 13  # in which the rule finishes what the player began: work quoted today earns weeks from now
WEEKS = 10


def new_inputs(
    world: World,
    policy: Policy,
    *,
    seed: int,
    shop: int,
    decides: tuple[str, ...] = USUAL,
    from_week: int | None = None,
    weeks: int = WEEKS,
    sources: tuple[str, str] | None = None,
    settings: tuple[str, ...] = (),
) -> Inputs:
    """The document of a session that is about to begin.

    Parameters: ``shop`` number of the seat; ``decides`` kinds of decisions that the player takes; ``from_week`` first
    week played (default: the week of the network's launch); ``weeks`` played, after which the rule decides for
    SETTLING_WEEKS more; ``sources`` names or files that world and policy were asked for by.

    Raises
    ------
    DocumentError: a shop that does not exist, a kind of decision that nobody can take
    """
    start = launch_week(world, policy) if from_week is None else from_week
    named = (world.name, policy.name) if sources is None else sources
    plain = {
        "model": MODEL_VERSION,
        "world": Named(name=world.name, source=named[0], hash=world.content_hash).model_dump(),
        "policy": Named(name=policy.name, source=named[1], hash=policy.content_hash).model_dump(),
        "settings": list(settings), "seed": seed, "shop": shop, "decides": list(decides), "from_week": start,
        "until_week": start + weeks, "weeks": start + weeks + SETTLING_WEEKS,
    }  # fmt: skip
    inputs = checked(plain, "session")
    refuse_other_documents(inputs, world, policy, "session")
    return inputs


def refuse_other_documents(inputs: Inputs, world: World, policy: Policy, file: str) -> None:
    """Refuse to play a session in another world, under another policy, or at a shop that is not there.

    Raises
    ------
    DocumentError: every problem at once
    """
    problems = []
    for place, named, found in (("world", inputs.world, world), ("policy", inputs.policy, policy)):
        if named.hash != found.content_hash:
            told = f"{found.name} with hash {found.content_hash}: it has changed since"
            problems.append(Problem(path=place, expected=f"{named.name} with hash {named.hash}", found=told))
    if inputs.shop >= world.population.shops:
        wanted = f"a shop of {world.name}, 0 to {world.population.shops - 1}"
        problems.append(Problem(path="shop", expected=wanted, found=str(inputs.shop)))
    if problems:
        raise DocumentError(file, problems)


class Session:
    """A run with a person in one seat.

    ``advance`` goes to the next decision (``pending``) or to the end of the week; ``answer`` takes the decision.
    With a ``path`` the inputs are saved there when it begins and after every answer. Resuming is beginning with
    inputs that hold answers already: the weeks are lived again up to the first decision without one.
    ``stops``: whether decisions without an answer stop the run; else the rule takes them, as in a replay. ``name`` is
    what errors call a session without a path.

    Raises
    ------
    DocumentError: world or policy are not those of the inputs, or the inputs do not fit the run
    """

    def __init__(
        self,
        world: World,
        policy: Policy,
        inputs: Inputs,
        *,
        path: str | Path | None = None,
        stops: bool = True,
        name: str = "session",
    ) -> None:
        self.file = name if path is None else str(path)
        refuse_other_documents(inputs, world, policy, self.file)
        self.path = path
        self.book = Book(inputs, stops=stops)
        self.pending: Case | None = None
        self.model = FactoryModel(
            world, policy, seed=inputs.seed, weeks=inputs.weeks, keep_events=True, seats={inputs.shop: self.book.seat()}
        )
        self._saved: Inputs | None = None
        if path is not None and not inputs.answers:
            self.save()

    @classmethod
    def resume(cls, path: str | Path, world: World, policy: Policy) -> Self:
        """Go on with a session that was saved.

        Raises
        ------
        DocumentError: the file is no session, or not one of this world and policy; OSError: it cannot be read
        """
        return cls(world, policy, read_inputs(path), path=path)

    @property
    def inputs(self) -> Inputs:
        """The document of the session as it stands."""
        return self.book.inputs

    @property
    def shop(self) -> Shop:
        """The player's shop."""
        return self.model.shop(self.inputs.shop)

    @property
    def week(self) -> int:
        """The week under way."""
        return self.model.week

    @property
    def is_finished(self) -> bool:
        """Whether the run has come to its end."""
        return self.model.week >= self.model.weeks

    @property
    def advice(self) -> Any:
        """What the rational shop answers to the decision that is due."""
        return self._due().rational()

    def advance(self) -> Case | None:
        """Live on to the next decision, which is returned, or to the end of the week, which returns None.

        Raises
        ------
        DocumentError: an answer in the book fits no decision of its week
        ValueError: the run is over
        """
        self.pending = None
        self.book.begin_week()
        week = self.week
        try:
            self.model.step()
        except DecisionDue as due:
            self.pending = due.case
            self.save()
            return due.case
        except SeatError as failure:
            if isinstance(failure.__cause__, OtherSituation):
                raise self._stale(str(failure.__cause__)) from None
            raise
        left = self.book.not_met(week)
        if left:
            raise self._stale(f"week {week}, {left[0].kind}, job {left[0].job}: no such decision came up")
        if self.is_finished:
            self._finish()
        self.save()
        return None

    def answer(self, answer: Any) -> None:
        """Take the decision that is due; ``answer`` is typed, as a hook would return it.

        Raises
        ------
        WrongAnswer: it is no answer to this case; the decision stays due
        """
        self.book.enter(self._due(), answer)
        self.pending = None
        self.save()

    def answer_plain(self, plain: Any) -> None:
        """Take the decision that is due by an answer as the document writes it."""
        self.answer(answer_of(self._due(), plain))

    def follow(self) -> None:
        """Do as advised."""
        self.answer(self.advice)

    def follow_week(self) -> None:
        """Do as advised in all that comes up this week."""
        self.follow_kinds(playable(), until=self.week + 1)

    def follow_kinds(self, kinds: tuple[str, ...], *, until: int | None = None) -> None:
        """Do as advised in decisions of some kinds, up to a week (default: as long as the session goes on)."""
        end = self.inputs.until_week if until is None else until
        self.book.following |= {kind: max(end, self.book.following.get(kind, 0)) for kind in kinds}

    def play(self, *, follow: bool = False) -> Run:
        """Live to the end with the answers in the book, doing as advised where there is none if asked to.

        Raises
        ------
        DecisionDue: the book has no answer, and none is to be given
        """
        if follow:
            self.follow_kinds(playable())
        while not self.is_finished:
            due = self.advance()
            if due is not None:
                raise DecisionDue(due)
        return self.model.result()

    def save(self) -> None:
        """Write the inputs to their file, if they have one and it does not hold them yet."""
        if self.path is not None and self._saved is not self.inputs:
            write_inputs(self.inputs, self.path)
            self._saved = self.inputs

    def close(self) -> None:
        """Free the model."""
        self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _due(self) -> Case:
        if self.pending is None:
            raise ValueError("answer: expected a decision that is due; found none: advance first")
        return self.pending

    def _finish(self) -> None:
        found = self.model.result().events_sha256
        told = self.inputs.events_sha256
        if told is not None and told != found:
            raise self._stale(f"events_sha256 {told} was recorded; {found} came out")
        if self.book.stops:
            self.book.inputs = self.inputs.model_copy(update={"events_sha256": found})

    def _stale(self, what: str) -> DocumentError:
        version = self.inputs.model
        if version != MODEL_VERSION:
            what += f"; the session was played with model version {version}, this is {MODEL_VERSION}"
        return DocumentError(self.file, [Problem(path="answers", expected="the same future as then", found=what)])


def replay(world: World, policy: Policy, inputs: Inputs) -> Run:
    """Live a session again, exactly; where it was left unfinished, the rule decides.

    Raises
    ------
    DocumentError: it does not come out as it did
    """
    with Session(world, policy, inputs, stops=False) as session:
        return session.play()
