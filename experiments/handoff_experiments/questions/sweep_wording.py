"""A sweep's answer in words."""

from math import isnan
from typing import TYPE_CHECKING

from handoff_experiments.questions import sweep_answer
from handoff_experiments.wording import amount, listed, number, percent

if TYPE_CHECKING:
    from handoff_experiments.questions.sweep_answer import SweepAnswer

MOST_NAMED = 4


def sentences(answer: "SweepAnswer") -> tuple[str, ...]:
    """What each sweep says, world by world."""
    return tuple(sentence for swept in answer.sweeps for sentence in _of(answer, swept.plan.base.name))


def _of(answer: "SweepAnswer", world: str) -> list[str]:
    swept = next(each for each in answer.sweeps if each.plan.base.name == world)
    done, planned = swept.points_done, swept.plan.points
    over = f"{done} worlds" if done == planned else f"{done} of {planned} worlds, which is not all yet"
    plan = swept.plan
    said = [f"Sampled about {world}: {over}, {len(plan.names)} uncertainties, {plan.replications} seeds each."]
    said += _satisficing(answer, world) + _regret(answer, world) + _where(answer, world) + _indices(answer, world)
    return said + _luck(answer, world)


def _satisficing(answer: "SweepAnswer", world: str) -> list[str]:
    table = answer.satisficing.get(world)
    if table is None:
        return []
    last = table[table["criterion"] == table["criterion"].iloc[-1]].sort_values("share", ascending=False)
    best, *others = (row for _, row in last.iterrows())
    what = "all criteria" if best["criterion"] == "all of these" else f"“{best['criterion']}”"
    said = (
        f"{best['arm']} is good enough (by {what}) in {percent(best['share'])} of worlds "
        f"({percent(best['low'])} to {percent(best['high'])})"
    )
    rest = [f"{row['arm']} in {percent(row['share'])}" for row in others[:MOST_NAMED]]
    apart = not others or best["low"] > others[0]["high"]
    hedge = "" if apart else "; its interval overlaps the next one's, so which is best is not decided"
    return [said + (f"; {listed(rest)}" if rest else "") + hedge + "."]


def _regret(answer: "SweepAnswer", world: str) -> list[str]:
    table = answer.regret.get(world)
    if table is None:
        return []
    unit = sweep_answer.measure(answer.metric).unit
    ninth = table.quantile(0.9).sort_values()
    least, most = (amount(float(ninth.iloc[place]), unit, signed=False) for place in (0, -1))
    return [
        f"In nine of ten worlds {ninth.index[0]} is at most {least} from the best policy of that world; "
        f"for {ninth.index[-1]} it is {most}."
    ]


def _where(answer: "SweepAnswer", world: str) -> list[str]:
    swept = next(each for each in answer.sweeps if each.plan.base.name == world)
    said = []
    for place in answer.where.get(world, ()):
        count = f"In {int(place.hits.sum())} of {len(place.hits)} worlds {place.what}"
        if place.box is None:
            said.append(f"{count}: too few, or too many, to say where.")
        elif not place.box.limits:
            said.append(f"{count}: no few limits beyond chance say where.")
        else:
            said.append(f"{count}, mostly where {place.box.words(swept.worlds())}.")
    return said


def _indices(answer: "SweepAnswer", world: str) -> list[str]:
    said = []
    for (of, arm), table in answer.indices.items():
        if of != world:
            continue
        column = "total" if "total" in table else "size"
        top = table.nlargest(MOST_NAMED, column)
        sizes = zip(top.index, top[column], top[f"{column}_half_width"], strict=True)
        named = [f"{name} ({number(float(size))} ± {number(float(half))})" for name, size, half in sizes]
        what = "total indices" if column == "total" else "mean size of the effect over the range"
        said.append(f"What {arm} does to {answer.metric} depends most on {listed(named)} ({what}).")
    if answer.sensitive and not said:
        said.append("Too little of the design was run to say what matters.")
    return said


def _luck(answer: "SweepAnswer", world: str) -> list[str]:
    known = {arm: share for (of, arm), share in answer.noise.items() if of == world and not isnan(share)}
    shares = [f"{percent(share)} under {arm}" for arm, share in known.items()]
    if not shares:
        return ["How much of the variance over worlds is luck is not known with one seed."]
    return [f"Of the variance of the difference in {answer.metric} over worlds, luck is {listed(shares)}."]
