"""The world document: the market before any rules, as data (MODEL 2, 3.7)."""

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from handoff_sim.codes import ShockKind
from handoff_sim.policy.declare import text
from handoff_sim.policy.group import Document
from handoff_sim.policy.problems import Problem, Refused, as_pydantic, shown, unknown
from handoff_sim.policy.registry import FieldInfo, fields_of
from handoff_sim.policy.schema import Schema, document_schema
from handoff_sim.world.behaviour_fields import Behaviour
from handoff_sim.world.market_fields import Clock, Demand, Floor, Operator
from handoff_sim.world.population_fields import Block, Buyers, Population
from handoff_sim.world.shock_fields import Shock

MAX_PROCESSES = 8


class World(Document):
    """A market of shops and buyers; every field has a default."""

    LATER = ("shock",)

    name: str = text("custom", "Name in the catalogue")
    title: str = text("", "Title for people")
    about: str = text("", "What it represents")
    source: str = text("", "Where its values come from")
    population: Population = Population()
    demand: Demand = Demand()
    buyers: Buyers = Buyers()
    floor: Floor = Floor()
    behaviour: Behaviour = Behaviour()
    clock: Clock = Clock()
    operator: Operator = Operator()
    shock: Shock = Shock()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        found = (*_processes(self), *_shops(self), *_orders(self), *_shock(self))
        if found:
            raise as_pydantic(Refused(*found))
        return self

    @property
    def finish(self) -> int:
        """Number of the finishing process: the last."""
        return len(self.population.processes) - 1


def fields() -> tuple[FieldInfo, ...]:
    """Every field of the world document, in its order."""
    return fields_of(World)


def world_schema() -> Schema:
    """JSON Schema of the world document."""
    schema = document_schema(World, "Handoff world")
    block = {key: part for key, part in document_schema(Block, "Block").items() if key not in ("$schema", "title")}
    schema["properties"]["population"]["properties"]["blocks"]["items"] = block
    return schema


def block_counts(population: Population) -> tuple[int, ...]:
    """Shops of each block: ``population.shops`` in the proportions of the blocks, by largest remainder."""
    weights = [block.shops for block in population.blocks]
    total = sum(weights)
    if total == 0:
        return ()
    exact = [population.shops * weight / total for weight in weights]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for row in by_remainder[: population.shops - sum(counts)]:
        counts[row] += 1
    return tuple(counts)


def mean_machines(population: Population, size_shares: tuple[float, ...] | None = None) -> float:
    """Expected machines of a shop, for the given size shares (default: the population's)."""
    shares = population.size_shares if size_shares is None else size_shares
    middles = ((a + b) / 2 for a, b in zip(population.machines_min, population.machines_max, strict=True))
    return sum(share * middle for share, middle in zip(shares, middles, strict=True))


def _processes(world: World) -> Iterator[Problem]:
    processes = world.population.processes
    if not 2 <= len(processes) <= MAX_PROCESSES:
        wanted = f"2 to {MAX_PROCESSES} processes, finishing last"
        yield Problem(path="population.processes", expected=wanted, found=shown(list(processes)))
    for row, block in enumerate(world.population.blocks):
        path = f"population.blocks.{row}"
        for name in block.processes:
            if name not in processes:
                yield unknown(f"{path}.processes", name, processes)
        if block.region >= world.population.regions:
            wanted = f"a region number below {world.population.regions} (population.regions)"
            yield Problem(path=f"{path}.region", expected=wanted, found=str(block.region))


def _shops(world: World) -> Iterator[Problem]:
    population = world.population
    for low, high in zip(population.machines_min, population.machines_max, strict=True):
        if low > high:
            wanted = "at least machines_min of the same size"
            yield Problem(path="population.machines_max", expected=wanted, found=str(high))
    if population.blocks and sum(block.shops for block in population.blocks) == 0:
        yield Problem(path="population.blocks", expected="at least one block with shops", found="0 shops")
    if world.demand.finish_share > 0:
        yield from _finishers(population)


def _finishers(population: Population) -> Iterator[Problem]:
    finishing = set(population.processes[-1:])
    if not population.blocks and population.finisher_share == 0:
        wanted = "more than 0 where demand.finish_share is not 0"
        yield Problem(path="population.finisher_share", expected=wanted, found="0")
    if population.blocks and not any(set(block.processes) & finishing for block in population.blocks):
        wanted = f"a block with {', '.join(finishing)} where demand.finish_share is not 0"
        yield Problem(path="population.blocks", expected=wanted, found="none")


def _orders(world: World) -> Iterator[Problem]:
    behaviour = world.behaviour
    if behaviour.u_lo >= behaviour.u_hi:
        wanted = f"more than u_lo ({behaviour.u_lo:g})"
        yield Problem(path="behaviour.u_hi", expected=wanted, found=f"{behaviour.u_hi:g}")
    if behaviour.sigma_full > behaviour.sigma_quick:
        wanted = f"at least sigma_full ({behaviour.sigma_full:g})"
        yield Problem(path="behaviour.sigma_quick", expected=wanted, found=f"{behaviour.sigma_quick:g}")


def _shock(world: World) -> Iterator[Problem]:
    shock, regions = world.shock, world.population.regions
    if shock.kind != ShockKind.NONE and shock.week >= world.clock.weeks:
        wanted = f"a week before the end in week {world.clock.weeks} (clock.weeks)"
        yield Problem(path="shock.week", expected=wanted, found=str(shock.week))
    if shock.region is not None and shock.region >= regions:
        wanted = f"a region number below {regions} (population.regions), or none"
        yield Problem(path="shock.region", expected=wanted, found=str(shock.region))
