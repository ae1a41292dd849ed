"""One line per shop, for tables and scatter plots."""

import numpy as np
import pandas as pd

from handoff_sim.codes import ScoreForm, SizeClass
from handoff_sim.metrics.arrays import Bools, Floats, divide
from handoff_sim.metrics.view import View
from handoff_sim.records import Records


def score(records: Records) -> Floats:
    """Reputation part of the routing score [shop]: evidence and prior, weighted by metric (3.4, D43)."""
    p, standing = records.parameters[0], records.standing
    r, n = standing["r"] + p["a0"], standing["r"] + standing["s"] + p["a0"] + p["b0"]
    mean = divide(r, n)
    total: Floats = (p["w"] * mean).sum(axis=1)
    if p["score_form"] == ScoreForm.LCB:
        total -= p["score_z"] * np.sqrt((p["w"] ** 2 * mean * (1.0 - mean) / (n + 1.0)).sum(axis=1))
    return total


def processes_of(records: Records) -> list[str]:
    """Process numbers of each shop, such as "0 3"."""
    owned: Bools = records.stations["machines"].reshape(records.n_shops, records.processes) > 0
    return [" ".join(str(process) for process in np.flatnonzero(row)) for row in owned]


def shop_frame(records: Records) -> pd.DataFrame:
    """A row per shop; rates and sums are of the effect window.

    Money in dollars, hours in hours; ``member`` and ``score`` as of the last week; ``tenure_weeks`` counts
    all weeks of membership.
    """
    view, shops = View.of_effect(records), records.shops
    t = view.tallies
    return pd.DataFrame(
        {
            "key": shops["key"],
            "size": [SizeClass(size).name for size in shops["size_class"]],
            "region": shops["region"],
            "machines": shops["machines"],
            "processes": processes_of(records),
            "member": records.member_weeks[-1] > 0,
            "tenure_weeks": (records.member_weeks > 0).sum(axis=0),
            "in_business": shops["closed_week"] < 0,
            "profit_per_machine_week": view.profit_rate,
            "utilisation": divide(t["produced_min"], t["cap_min"]),
            "win_rate": divide(t["quotes_won"], t["quotes"]),
            "wasted_hours_per_week": (t["quote_min"] - t["quote_won_min"]) / (60.0 * view.weeks),
            "net_margin": divide(view.profit, t["revenue"] / 100.0),
            "received_hours": t["received_min"] / 60.0,
            "given_hours": t["given_min"] / 60.0,
            "score": score(records),
        }
    )
