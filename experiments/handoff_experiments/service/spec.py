"""What an experiment is asked, as plain data that is kept in full: documents, pairs, seed, metrics, stopping rule."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from handoff_experiments.question import Question, question_of
from handoff_sim.policy import Document, Policy, read
from handoff_sim.world.document import World


class Part(BaseModel):
    """A closed table of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Part):
    """A world or policy in full, and where it came from."""

    ref: str | None = Field(default=None, description="Exact reference, such as enforceable_trust or mine@3")
    base: str | None = Field(default=None, description="What it was derived from")
    changes: dict[str, Any] = Field(default_factory=dict, description="Changed values by path")
    content_hash: str = Field(description="SHA-256 of what the document says")
    document: dict[str, Any] = Field(description="Every field")

    @classmethod
    def of(cls, document: Document, *, ref: str | None = None, base: str | None = None, changes: Any = None) -> Self:
        """A document as it is kept with an experiment."""
        return cls(
            ref=ref,
            base=base,
            changes=dict(changes or {}),
            content_hash=document.content_hash,
            document=document.plain(),
        )


class ExperimentSpec(Part):
    """A comparison that is to be made; the options are those of `handoff_experiments.compare`."""

    format: Literal["handoff-experiment-1"] = "handoff-experiment-1"
    world: Cited
    baseline: Cited
    policies: tuple[Cited, ...]
    yardstick: Cited | None = None
    pairs: int | None = None
    until_decided: bool = False
    weeks: int | None = None
    seed: Annotated[int, Field(ge=0, lt=2**64)] = 1
    metrics: tuple[str, ...] | None = None
    effects: dict[str, float] = Field(default_factory=dict)
    alpha: float = 0.05
    unilateral: bool = True

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The arms in their order: the baseline, the policies, and the yardstick if there is one."""
        return (self.baseline, *self.policies, *([self.yardstick] if self.yardstick else []))

    def world_document(self) -> World:
        """The world.

        Raises:
            DocumentError: If this version of Handoff has other fields.
        """
        return read(World, self.world.document, file=self.world.ref or "world")

    def policy_documents(self) -> tuple[Policy, ...]:
        """The policies in the order of `cited`.

        Raises:
            DocumentError: If this version of Handoff has other fields.
        """
        return tuple(read(Policy, cited.document, file=cited.ref or "policy") for cited in self.cited)

    def question(self) -> Question:
        """The question, checked as a whole.

        Raises:
            ValueError: If options do not fit, or one name means two things.
            DocumentError: If a document cannot be read (any more).
        """
        baseline, *others = self.policy_documents()
        yardstick = others.pop() if self.yardstick else None
        return question_of(
            self.world_document(),
            others,
            baseline=baseline,
            pairs=self.pairs,
            until_decided=self.until_decided,
            weeks=self.weeks,
            seed=self.seed,
            metrics=self.metrics,
            effects=self.effects,
            alpha=self.alpha,
            unilateral=self.unilateral,
            yardstick=yardstick,
        )
