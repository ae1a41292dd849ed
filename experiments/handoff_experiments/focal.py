"""Which shops X4 looks at: a few of every size, without a shared tie, the same under every policy."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import networkx
import numpy as np

from handoff_experiments.tasks import FloatArray, IntArray, RunSummary

SHARE_OF_SHOPS = 0.08  # focal shops of one twin
FEWEST, MOST = 3, 24  # focal shops of one twin


@dataclass(frozen=True, kw_only=True)
class Focal:
    """Focal shops of one seed: rows of shops, who goes first, and how many shops each stands for."""

    rows: IntArray
    first: IntArray  # 1 if the shop is in during the first run of the pair, 0 if during the second
    weight: FloatArray


def draw(seed: int, key: int) -> int:
    """A number that depends on the seed and the shop's persistent key, and on nothing else."""
    digest = hashlib.blake2b(f"focal {seed} {key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def how_many(shops: int) -> int:
    """Focal shops of one twin: few enough to leave the market as it was."""
    return min(shops, MOST, max(FEWEST, round(SHARE_OF_SHOPS * shops)))


def quotas(sizes: IntArray, wanted: int) -> dict[int, int]:
    """Places per size class: one each, the rest in proportion (largest remainder)."""
    classes, counts = np.unique(sizes, return_counts=True)
    exact = counts * wanted / counts.sum()
    places = np.maximum(1, np.floor(exact)).astype(int)
    for position in np.argsort(-(exact - places), kind="stable"):
        if places.sum() >= wanted:
            break
        places[position] += 1
    return {int(size): int(n) for size, n in zip(classes, np.minimum(places, counts), strict=True)}


def untied(rows: Sequence[int], ties: IntArray) -> list[int]:
    """A set of shops without a shared tie: the first colour of a greedy colouring in the given order."""
    graph = networkx.Graph()
    graph.add_nodes_from(rows)
    known = set(rows)
    graph.add_edges_from((a, b) for a, b in ties.tolist() if a != b and a in known and b in known)
    colours = networkx.greedy_color(graph, strategy=lambda _graph, _colours: list(rows))
    return [row for row in rows if colours[row] == 0]


def choose(summary: RunSummary, *, wanted: int | None = None, besides: Collection[int] = ()) -> Focal:
    """Focal shops of one seed, the same under every policy whose lane holds the same shops.

    Args:
        summary: A run of that seed, with its shops' keys, sizes and phone books.
        wanted: How many; None takes a twelfth or so of the region.
        besides: Rows of shops that are taken already.
    """
    keys, sizes = summary.shops["key"], summary.shops["size"]
    eligible = summary.shops.get("eligible", np.ones(len(keys), dtype=bool))
    candidates = [int(row) for row in np.flatnonzero(eligible) if int(row) not in besides]
    if not candidates:
        return Focal(rows=np.zeros(0, np.int64), first=np.zeros(0, np.int64), weight=np.zeros(0))
    places = quotas(sizes[candidates], how_many(len(candidates)) if wanted is None else wanted)
    ties = summary.ties if summary.ties is not None else np.zeros((0, 2), np.int64)
    ordered = sorted(candidates, key=lambda row: draw(summary.seed, int(keys[row])))
    chosen: list[int] = []
    for row in untied(ordered, ties):
        size = int(sizes[row])
        if places[size]:
            places[size] -= 1
            chosen.append(row)
    rows = np.array(chosen, dtype=np.int64)
    drawn = np.bincount(sizes[rows], minlength=3)
    standing_for = np.bincount(sizes[candidates], minlength=3) / np.maximum(drawn, 1)
    return Focal(rows=rows, first=np.arange(len(rows)) % 2, weight=standing_for[sizes[rows]])
