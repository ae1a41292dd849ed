"""Drawing the population of a world: shops, phone books, buyers and their lists (MODEL 2.2, 2.3; D8, D9, D12).

Everything is drawn by persistent key, so the row a shop stands in has no influence on what it is.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import SizeClass
from handoff_sim.streams import Purpose, integer, lognormal_mean_one, normal, uniform
from handoff_sim.world.document import World, block_counts

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
ATTEMPTS = 40  # draws for one partner before giving up on finding a new one
MIX = 7919

# Plain numbers: the compiled streams tell their type at a glance, which for an enum takes a look-up per draw.
SHOP, BUYER = int(Purpose.SHOP), int(Purpose.BUYER)
TIE, LISTING = int(Purpose.TIE), int(Purpose.LISTING)


@dataclass(frozen=True)
class DrawnShops:
    """Properties of shops by key."""

    region: IntArray
    size: IntArray
    machines: IntArray  # [shop, process]
    first_process: IntArray
    cost_rate: FloatArray
    skill: FloatArray
    gamma: FloatArray
    kappa: FloatArray
    autonomy: FloatArray

    @property
    def count(self) -> int:
        """Number of shops."""
        return len(self.region)


@dataclass(frozen=True)
class Seat:
    """Where a shop belongs before its size is drawn."""

    region: int
    finisher: bool
    processes: tuple[int, ...]  # first processes it may have
    size_shares: tuple[float, ...]


def draw_shops(world: World, seed: np.uint64) -> DrawnShops:
    """Every shop of the world, by key 0, 1, ..."""
    seats = _seats(world, seed)
    sizes = _sizes(seats, seed)
    firsts = _first_processes(seats, seed)
    machines = np.array(
        [_machines(world, seed, key, seat, sizes[key], firsts[key]) for key, seat in enumerate(seats)],
        np.int64,
    ).reshape(len(seats), len(world.population.processes))
    _fit_finishers(world, machines, np.array([seat.finisher for seat in seats]))
    p = world.population
    keys = range(len(seats))

    def spread(median: float, sd: float, ends: tuple[float, ...], occurrence: int) -> FloatArray:
        draws = [median * math.exp(sd * normal(seed, SHOP, key, occurrence, 0)) for key in keys]
        return np.clip(draws, ends[0], ends[1])

    return DrawnShops(
        region=np.array([seat.region for seat in seats], np.int64),
        size=sizes,
        machines=machines,
        first_process=firsts,
        cost_rate=np.array(
            [p.cost_rate * lognormal_mean_one(normal(seed, SHOP, k, 1, 0), p.cost_rate_sd) for k in keys]
        ),
        skill=np.array([math.exp(p.skill_sd * normal(seed, SHOP, k, 2, 0)) for k in keys]),
        gamma=spread(p.gamma_median, p.gamma_sd, p.gamma_range, 3),
        kappa=spread(p.kappa_median, p.kappa_sd, p.kappa_range, 4),
        autonomy=np.array([p.autonomy_max * uniform(seed, SHOP, k, 5, 0) for k in keys]),
    )


def _seats(world: World, seed: np.uint64) -> list[Seat]:
    p = world.population
    finish = world.finish
    makers = tuple(range(finish))
    if p.blocks:
        numbers = {name: row for row, name in enumerate(p.processes)}
        return [
            Seat(
                region=block.region,
                finisher=block.processes == (p.processes[finish],),
                processes=tuple(numbers[name] for name in block.processes) or makers,
                size_shares=block.size_shares or p.size_shares,
            )
            for block, count in zip(p.blocks, block_counts(p), strict=True)
            for _ in range(count)
        ]
    finishers = max(1, round(p.finisher_share * p.shops)) if p.finisher_share > 0 else 0
    order = np.argsort([uniform(seed, SHOP, key, 10, 0) for key in range(p.shops)], kind="stable")
    finishing = set(order[:finishers].tolist())
    return [
        Seat(key % p.regions, key in finishing, (finish,) if key in finishing else makers, p.size_shares)
        for key in range(p.shops)
    ]


def _sizes(seats: list[Seat], seed: np.uint64) -> IntArray:
    """Size classes in the stated shares within each kind of seat, who gets which by keyed order."""
    sizes = np.zeros(len(seats), np.int64)
    kinds: dict[tuple[bool, tuple[float, ...], tuple[int, ...]], list[int]] = {}
    for key, seat in enumerate(seats):
        kinds.setdefault((seat.finisher, seat.size_shares, seat.processes), []).append(key)
    for (_, shares, _), keys in kinds.items():
        ordered = sorted(keys, key=lambda key: uniform(seed, SHOP, key, 11, 0))
        bounds = np.floor(np.cumsum(shares) * len(ordered) + 0.5)
        for place, key in enumerate(ordered):
            sizes[key] = min(int(np.searchsorted(bounds, place, side="right")), int(SizeClass.L))
    return sizes


def _first_processes(seats: list[Seat], seed: np.uint64) -> IntArray:
    """First processes, evenly over those a seat may have, who gets which by keyed order."""
    firsts = np.zeros(len(seats), np.int64)
    ordered = sorted(range(len(seats)), key=lambda key: uniform(seed, SHOP, key, 12, 0))
    turn: dict[tuple[int, ...], int] = {}
    for key in ordered:
        processes = seats[key].processes
        place = turn.get(processes, 0)
        firsts[key] = processes[place % len(processes)]
        turn[processes] = place + 1
    return firsts


def _machines(world: World, seed: np.uint64, key: int, seat: Seat, size: int, first: int) -> list[int]:
    """Machines by process: split evenly over the shop's processes, the remainder to the first (D12)."""
    p = world.population
    total = integer(seed, SHOP, key, 13, 0, p.machines_min[size], p.machines_max[size])
    others = [process for process in range(world.finish) if process != first]
    others.sort(key=lambda process: uniform(seed, SHOP, key, 14, process))
    wanted = 1 if seat.finisher else min(p.process_counts[size], 1 + len(others), total)
    chosen = [first, *others[: wanted - 1]]
    machines = [0] * len(p.processes)
    for process in chosen:
        machines[process] = total // len(chosen)
    machines[first] += total - sum(machines)
    return machines


def _fit_finishers(world: World, machines: IntArray, finisher: npt.NDArray[np.bool_]) -> None:
    """Scale finishing machines so that finishing is as loaded as the other processes (D9); at least one each."""
    made = int(machines[~finisher].sum())
    there = int(machines[finisher, world.finish].sum())
    if there == 0 or made == 0:
        return
    d = world.demand
    many = d.ops_shares[1] + d.ops_shares[2]
    factor = made * d.finish_hours_ratio * many * d.finish_share / there
    carried = 0.0
    for key in np.flatnonzero(finisher):
        exact = machines[key, world.finish] * factor + carried
        machines[key, world.finish] = max(1, round(exact))
        carried = min(0.0, exact - machines[key, world.finish]) if exact < 1 else exact - machines[key, world.finish]


@dataclass(frozen=True)
class Pools:
    """Keys of shops by process and region, with cumulative machines for draws in proportion to capacity."""

    keys: dict[tuple[int, int], IntArray]
    weights: dict[tuple[int, int], FloatArray]

    def draw(self, process: int, region: int, u: float, *, by_machines: bool) -> int:
        """One shop key from a pool, -1 when the pool is empty."""
        keys = self.keys.get((process, region))
        if keys is None or len(keys) == 0:
            return -1
        if not by_machines:
            return int(keys[int(u * len(keys))])
        cumulative = self.weights[process, region]
        return int(keys[int(np.searchsorted(cumulative, u * cumulative[-1], side="right"))])


ANY = -1


def pools_of(world: World, shops: DrawnShops) -> Pools:
    """Pools for every process (and any non-finish work) in every region (and anywhere)."""
    keys: dict[tuple[int, int], IntArray] = {}
    weights: dict[tuple[int, int], FloatArray] = {}
    processes = len(world.population.processes)
    for process in range(-1, processes):
        machines = shops.machines[:, process] if process >= 0 else shops.machines.sum(axis=1)
        for region in range(-1, world.population.regions):
            inside = machines > 0
            if region >= 0:
                inside &= shops.region == region
            keys[process, region] = np.flatnonzero(inside)
            weights[process, region] = np.cumsum(machines[inside]).astype(float)
    return Pools(keys, weights)


def draw_ties(world: World, shops: DrawnShops, seed: np.uint64) -> dict[int, dict[int, float]]:
    """Mutual trust by key: partners mostly of the own region, and one finisher each (D12)."""
    p = world.population
    pools = pools_of(world, shops)
    book: dict[int, dict[int, float]] = {key: {} for key in range(shops.count)}

    def tie(one: int, other: int) -> None:
        low, high = sorted((one, other))
        trust = p.trust[0] + uniform(seed, TIE, low, high, 1) * (p.trust[1] - p.trust[0])
        book[one][other] = trust
        book[other][one] = trust

    for key in range(shops.count):
        own: set[int] = set()
        for attempt in range(ATTEMPTS):
            if len(own) >= min(p.ties, shops.count - 1):
                break
            other = _partner(world, shops, pools, seed, key, attempt, ANY)
            if other >= 0 and other != key and other not in own:
                own.add(other)
                tie(key, other)
        if shops.machines[key, world.finish] == 0:
            finisher = _partner(world, shops, pools, seed, key, MIX, world.finish)
            if finisher >= 0:
                tie(key, finisher)
    return book


def _partner(
    world: World, shops: DrawnShops, pools: Pools, seed: np.uint64, key: int, attempt: int, process: int
) -> int:
    local = uniform(seed, TIE, key, attempt, 2) < world.population.tie_local
    u = uniform(seed, TIE, key, attempt, 3)
    region = int(shops.region[key]) if local else ANY
    other = pools.draw(process, region, u, by_machines=False)
    return other if other >= 0 else pools.draw(process, ANY, u, by_machines=False)


@dataclass(frozen=True)
class DrawnBuyers:
    """Properties of buyers by key."""

    region: IntArray
    klass: IntArray
    large_prime: IntArray
    weight: FloatArray


def draw_buyers(world: World, seed: np.uint64) -> DrawnBuyers:
    """Every buyer of the world, by key 0, 1, ...; classes in the stated shares, who gets which by keyed order."""
    count = world.population.buyers
    keys = range(count)
    ordered = sorted(keys, key=lambda key: uniform(seed, BUYER, key, 0, 0))
    bounds = np.floor(np.cumsum(world.buyers.class_shares) * count + 0.5)
    klass = np.zeros(count, np.int64)
    for place, key in enumerate(ordered):
        klass[key] = min(int(np.searchsorted(bounds, place, side="right")), 2)
    primes = sorted(keys, key=lambda key: uniform(seed, BUYER, key, 1, 0))
    large = np.zeros(count, np.int64)
    large[primes[: round(world.buyers.large_prime_share * count)]] = 1
    sd = world.buyers.weight_sd
    weight = np.array([lognormal_mean_one(normal(seed, BUYER, key, 2, 0), sd) for key in keys])
    regions = np.array([key % world.population.regions for key in keys], np.int64)
    return DrawnBuyers(regions, klass, large, weight)


def draw_lists(world: World, shops: DrawnShops, buyers: DrawnBuyers, seed: np.uint64) -> dict[int, dict[int, float]]:
    """Approved lists with goodwill: per process a few shops, in proportion to their machines, mostly local."""
    p = world.population
    pools = pools_of(world, shops)
    lists: dict[int, dict[int, float]] = {}
    for buyer in range(len(buyers.region)):
        entries: dict[int, float] = {}
        for process in range(world.finish):
            wanted = integer(seed, LISTING, buyer, process, 0, p.list_per_process[0], p.list_per_process[1])
            able = len(pools.keys[process, ANY])
            found: set[int] = set()
            for attempt in range(ATTEMPTS):
                if len(found) >= min(wanted, able):
                    break
                key = MIX * process + attempt
                local = uniform(seed, LISTING, buyer, key, 1) < p.tie_local
                u = uniform(seed, LISTING, buyer, key, 2)
                region = int(buyers.region[buyer]) if local else ANY
                shop = pools.draw(process, region, u, by_machines=True)
                if shop >= 0:
                    found.add(shop)
            for shop in sorted(found):
                span = p.goodwill[1] - p.goodwill[0]
                entries[shop] = p.goodwill[0] + span * uniform(seed, LISTING, buyer, shop, 3)
        lists[buyer] = entries
    return lists
