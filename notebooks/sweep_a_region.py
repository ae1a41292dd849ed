# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Sweep a region
#
# Nobody knows how much demand a region will have in two years, or how many shops will join a network because others
# talk about it. A verdict that holds in one assumed world may fail in the next. So worlds are *sampled*, every policy
# lives through each of them, and the question becomes: **in which worlds is a policy a better deal, and where does it
# fail?**
#
# Everything here is small, so that it runs in under a minute: a town of 14 shops, two years, 60 worlds with two seeds
# each. For a real study take `sedgwick_2019`, the world's own three years and a thousand worlds: change the cell
# *What is run*, and leave out `workers=1` to use every core.

# %%
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.dataset

from handoff_experiments.figures.notebook import show
from handoff_experiments.measures import model_measures
from handoff_experiments.sweeps import Design, Plan, Uncertainty, figures, ranges, sweep, uncertainties
from handoff_experiments.sweeps.discovery import feature_scores, find_box
from handoff_experiments.sweeps.robustness import Criterion, beats, regret, satisficing, wins
from handoff_experiments.sweeps.sensitivity import noise_share
from handoff_experiments.wording import amount
from handoff_scenarios import catalogue
from handoff_sim.policy import plain_diff
from handoff_sim.policy.reading import set_paths

pd.set_option("display.precision", 2, "display.max_colwidth", 60)

# %% [markdown]
# ## What nobody knows
#
# The usual uncertainties are data, each with a range and the source of the range. They are ranges, not
# probabilities: a share of sampled worlds is a share of what we can imagine, not a forecast.

# %%
usual = ranges(uncertainties())
usual[["uncertainty", "field", "low", "high", "unit"]]

# %% [markdown]
# Five of them are taken here, and one of our own: what the network keeps of a price. That is a field of the *policy*,
# so it is set in every policy that has a network, and the phone book stays as it is. `handoff schema world` and
# `handoff schema policy` list every field that a range can be given for.

# %%
take = Uncertainty(
    name="take",
    of="policy",
    where={"network": True},
    sets={"payout.take": (0.0, 0.12)},
    source="our own: from nothing to three times what enforceable_trust keeps",
)
chosen = (*uncertainties(["demand", "demand swings", "hype", "mandate", "network coordination"]), take)
ranges(chosen)[["uncertainty", "field", "low", "high", "source"]]

# %% [markdown]
# ## What is run
#
# A *plan* settles everything before the first run: the worlds (a Latin hypercube over the ranges), the arms, the
# seeds. The first arm is what the others are compared with. In each world and with each seed all arms live through the
# same orders, breakdowns and moods, so their **difference is paired**: what a good year does to all of them alike
# cancels, and far fewer runs are needed to see what the rules do.

# %%
plan = Plan(
    base=catalogue.world("workshop"),
    arms=tuple(catalogue.policy(name) for name in ("phone_book", "tools_only", "enforceable_trust")),
    uncertainties=chosen,
    design=Design(kind="latin_hypercube", n=60, seed=1),
    replications=2,
    weeks=104,
    seed=1,
)
print(f"{plan.points} worlds x {plan.replications} seeds x {len(plan.arms)} arms = {plan.least_runs} runs")
plan.worlds().head()

# %% [markdown]
# The sweep is written to Parquet while it runs, twenty worlds-with-a-seed at a time, and is never held in memory. The
# folder carries the hash of the plan: the same plan goes on where it was, another one begins a folder of its own. The
# stop button of the notebook keeps the parts that are whole.

# %%
folder = Path("out") / plan.content_hash[:16]
swept = sweep(plan, folder=folder, workers=1)
print("complete:", swept.complete, "| runs that broke:", len(swept.failures()))

# %% [markdown]
# Asked again, it finds everything there and makes no run; so does this notebook when it is run once more.

# %%
told = []
swept = sweep(plan, folder=folder, workers=1, on_progress=told.append)
print(f"{told[-1].done} of {told[-1].total} worlds with a seed done, {told[-1].runs} runs made now")

# %% [markdown]
# The parts are ordinary Parquet files, for pandas, pyarrow, DuckDB, R or Julia. Nothing in them depends on the machine
# or on the number of workers.

# %%
print(sorted(part.relative_to(folder).as_posix() for part in folder.glob("runs/*.parquet")))
parts = pyarrow.dataset.dataset(folder / "runs")
print(f"{parts.count_rows()} rows, {len(parts.schema.names)} columns")
parts.to_table(columns=["point", "replication", "arm", "S1", "S3", "N9"]).to_pandas().head(6)

# %% [markdown]
# Columns are metrics by their codes. What these are:

# %%
measures = pd.DataFrame(map(vars, model_measures())).set_index("code")
measures.loc[["S1", "S3", "N9", "R5"], ["title", "unit", "direction"]]

# %% [markdown]
# ## Differences, paired by world and seed

# %%
swept.differences("S1").head(6)

# %%
by_world = swept.by_world("S1")  # averaged over the seeds of each world
by_world.describe().round(2)

# %% [markdown]
# How often does one policy beat another? The share of worlds, with an exact binomial interval over worlds. It counts
# signs only: a win by a cent is a win, so look at the sizes above as well.

# %%
wins(swept, "S1")

# %% [markdown]
# ## Is that the worlds, or luck?
#
# With two seeds in each world, what differs between worlds is partly the worlds and partly the seeds. The share of the
# variance that is luck can be estimated, since two seeds of one world differ by luck alone.

# %%
pd.DataFrame(
    {code: {arm: noise_share(swept, code, arm) for arm in by_world.columns} for code in ("S1", "S3", "N9", "R5")}
)

# %% [markdown]
# No method that looks for *where* can explain that part. If most of it is luck, run more seeds of each world
# (`replications`) before you read the next section for that metric.
#
# ## Where does it happen?
#
# PRIM looks for a box, a range of some of the uncertainties, in which something happens more often than elsewhere. A
# box that is found by looking is too good on the worlds it was found in, so one is also found in one half of the
# worlds and checked in the other.

# %%
shops_gain = beats(swept, "S1", "enforceable_trust", "phone_book")
worlds = swept.worlds().loc[shops_gain.index]
box = find_box(worlds, shops_gain.to_numpy(bool))
if box is None:
    print("Too few worlds of one kind to look for a box.")
else:
    print(f"In {shops_gain.sum()} of {len(shops_gain)} worlds shops earn more; where?", box.words(worlds))

# %% [markdown]
# *Nowhere in particular* is an answer too: no range holds more than chance would, and the table of luck above says how
# much there was to find. The same runs can be asked about the operator: where does running the network pay?

# %%
operator_gains = beats(swept, "N9", "enforceable_trust", "phone_book")
box = find_box(worlds, operator_gains.to_numpy(bool))
if box is None:
    print("Too few worlds of one kind to look for a box.")
else:
    print(f"In {operator_gains.sum()} of {len(operator_gains)} worlds the operator earns; where?", box.words(worlds))

# %% [markdown]
# A box that rests on few worlds, or whose density does not last in the other half, is a hint for a larger sweep and no
# finding.
#
# Scores by extremely randomised trees say which uncertainties go with the outcome. They add up to 1 whatever the data
# are: six scores near 1/6 mean that none of them stands out.

# %%
scores = pd.DataFrame(
    {
        "shops gain (S1)": feature_scores(worlds, shops_gain.to_numpy(bool)),
        "operator gains (N9)": feature_scores(worlds, operator_gains.to_numpy(bool)),
        "size of N9": feature_scores(worlds, swept.by_world("N9")["enforceable_trust"].to_numpy()),
    }
)
scores

# %%
show(
    figures.parallel(
        "the operator of enforceable_trust earns money",
        worlds,
        operator_gains.to_numpy(bool),
        scores["operator gains (N9)"].sort_values(ascending=False),
    )
)

# %% [markdown]
# ## Good enough, and least to be regretted
#
# *Satisficing* asks in which share of worlds a policy is good enough; what that means is yours to say. *Regret* is
# what is lost against the best policy of each world: a policy that never wins can still be the safe one.

# %%
good_enough = {
    "shops not worse off": Criterion(metric="S1", at_least=-1.0),
    "no more hours wasted": Criterion(metric="S3", at_most=0.0),
}
satisficing(swept, good_enough)

# %%
regrets = regret(swept, "S1")
regrets.quantile([0.5, 0.9])

# %%
least = regrets.quantile(0.9).idxmin()
unit = measures.loc["S1", "unit"]
most = amount(regrets[least].quantile(0.9), unit, signed=False)
title = f"In nine of ten worlds {least} is at most {most} from the best policy of the world"
show(figures.regrets(title, regrets, unit))

# %% [markdown]
# ## Change one factor and run it again
#
# `enforceable_trust` shares the cost of a defect by its cause. What if it went *upstream*, to the shop that passed it
# on? The variant is held against the original itself, in a smaller design of 24 worlds.

# %%
original = catalogue.policy("enforceable_trust")
upstream = set_paths(original, {"name": "upstream", "governance.liability": "upstream"}, file="upstream")
for change in plain_diff(original, upstream):
    print(change.path, change.before, "->", change.after, "|", change.sentence)

changed = replace(plan, arms=(original, upstream), design=replace(plan.design, n=24))
print("the same plan:", changed.content_hash == plan.content_hash)

# %%
# Where two arms are equal to the cent, neither beats the other: shares of a pair may add up to less than 1.
again = sweep(changed, folder=Path("out") / changed.content_hash[:16], workers=1)
pd.concat({code: wins(again, code, direction=measures.loc[code, "direction"]) for code in ("S1", "B1", "R5")})

# %%
again.by_world("S1").describe().round(2)

# %% [markdown]
# ## Take it with you
#
# Every table is a data frame. One row per world, with what was sampled and what came of it, is what most statistics
# packages want:

# %%
table = worlds.join(by_world.add_prefix("S1 ")).join(swept.by_world("N9").add_prefix("N9 "))
table.to_parquet("out/worlds.parquet")
table.to_csv("out/worlds.csv")
swept.runs().to_csv("out/runs.csv", index=False)
table.head(3).T

# %% [markdown]
# The same as a file that anyone can ask, with a report at the end: `kind = "sweep"` in a question file, see
# [docs/questions.md](../docs/questions.md) and `handoff ask --list`. What the metrics and rules mean is in
# [docs/model.md](../docs/model.md).
