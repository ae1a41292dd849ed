"""What is varied, and by which design: factors with levels or a range, arms, and the designs of a factorial."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from handoff_experiments.designs import simplex_lattice
from handoff_experiments.questions.head import Part

ARM = "arm"  # the factor that the arms are


class Level(Part):
    """One value of a factor: what it is called, and the fields it sets."""

    name: str = Field(min_length=1)
    sets: dict[str, Any] = Field(default_factory=dict)


class FactorTable(Part):
    """Something that is varied: a field with its values or its range, or named levels that set several fields."""

    name: str = Field(min_length=1)
    of: Literal["policy", "world"] = "policy"
    path: str | None = None
    values: tuple[Any, ...] = ()
    levels: tuple[Level, ...] = ()
    range: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [bool(self.values), bool(self.levels), self.range is not None]
        if sum(ways) != 1 or (self.path is None) != bool(self.levels):
            raise ValueError("expected a path with values, or levels, or a path with a range, one of them")
        if self.range is not None:
            if not self.range[0] < self.range[1]:
                raise ValueError("expected a range from low to high")
        elif len(self.named) < 2 or len({level.name for level in self.named}) < len(self.named):
            raise ValueError("expected two levels or more, each with a name of its own")
        return self

    @property
    def named(self) -> tuple[Level, ...]:
        """Its levels; those of a plain field are named after their values, numbers after the factor, too."""
        if self.path is None:
            return self.levels
        return tuple(Level(name=_name(self.name, value), sets={self.path: value}) for value in self.values)


class ArmTable(Part):
    """A named policy: one of the catalogue (by default the question's) with some fields set."""

    name: str = Field(min_length=1)
    policy: str = ""
    sets: dict[str, Any] = Field(default_factory=dict)


class FullDesign(Part):
    """Every combination of the levels."""

    kind: Literal["full"] = "full"


class FractionalDesign(Part):
    """About one in ``reduction`` of the combinations, chosen so that levels stay as balanced as they can be."""

    kind: Literal["fractional"]
    reduction: Annotated[int, Field(ge=2, le=100)]


class LatticeDesign(Part):
    """Every mix of the fields in multiples of 1/parts that adds up to 1: one more factor, crossed with the others."""

    kind: Literal["lattice"]
    name: str = "mix"
    paths: tuple[str, ...] = Field(min_length=2)
    parts: Annotated[int, Field(ge=1, le=20)]

    @property
    def factor(self) -> FactorTable:
        """The mixes as the levels of a factor, named by what is in them."""
        words = {path: path.rpartition(".")[2] for path in self.paths}
        mixes = simplex_lattice(self.paths, self.parts)
        levels = tuple(
            Level(name=" + ".join(f"{words[path]} {share:.3g}" for path, share in mix.items() if share), sets=dict(mix))
            for mix in mixes
        )
        return FactorTable(name=self.name, levels=levels)


Design = Annotated[FullDesign | FractionalDesign | LatticeDesign, Field(discriminator="kind")]


def _name(factor: str, value: Any) -> str:
    """A word as it is; a number, also that of a price rule, and yes or no with the factor it belongs to."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return f"{factor}: {'yes' if value else 'no'}"
    number = next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value
    return f"{factor} {number:g}" if isinstance(number, int | float) else f"{factor} {number}"
