"""The answer as one page that opens without a network, and prints."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handoff_experiments.files import write_whole
from handoff_experiments.pages import page_environment, plate
from handoff_experiments.tuning.estimating import METHOD as INTERVALS
from handoff_experiments.tuning.importance import METHOD as IMPORTANCE
from handoff_experiments.tuning.importance import SOURCE as IMPORTANCE_SOURCE
from handoff_experiments.tuning.levers import written
from handoff_experiments.tuning.reproduce import as_command
from handoff_experiments.tuning.study import sampler_name
from handoff_experiments.tuning.tables import CHANGES, PROMISED_AND_FOUND, TRIALS
from handoff_experiments.tuning.tables import IMPORTANCE as IMPORTANCES
from handoff_experiments.wording import SHARE_UNITS, interval, number, percent, short

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer

SAMPLER_SOURCES = {
    "NSGA-II": "Deb, Pratap, Agarwal & Meyarivan 2002, IEEE Trans. Evolutionary Computation 6 (optuna)",
    "tree-structured Parzen estimator": "Bergstra, Bardenet, Bengio & Kégl 2011, NeurIPS 24 (optuna)",
}


def write_report(answer: "TuningAnswer", path: str | PathLike[str]) -> Path:
    """Write the report as one self-contained HTML file; it is there whole or not at all."""
    return write_whole(path, report(answer))


def report(answer: "TuningAnswer") -> str:
    """The report as HTML."""
    question, tables = answer.question, answer.tables()
    return (
        page_environment()
        .get_template("tuning.html.j2")
        .render(
            answer=answer,
            question=question,
            sentences=answer.sentences(),
            looks=looks(answer),
            changes=_rows(tables, CHANGES),
            importances=_rows(tables, IMPORTANCES),
            trials=_rows(tables, TRIALS),
            told=_told,
            written=written,
            percent=percent,
            plates=[plate(f"picture-{place}", figure) for place, figure in enumerate(answer.figures())],
            methods=_methods(answer),
            command=as_command(question),
        )
    )


def looks(answer: "TuningAnswer") -> list[dict[str, str]]:
    """The table of promises as texts, in the units' own scales."""
    return [
        {
            "policy": row["policy"],
            "what": row["what"],
            "against": row["against"],
            "unit": row["unit"].replace("share", "%") if row["unit"] in SHARE_UNITS else row["unit"],
            "promised": short(row["promised"], row["unit"]),
            "found": short(row["found"], row["unit"]),
            "bounds": interval(row["low"], row["high"], row["unit"]),
            "pairs": str(row["pairs"]),
            "verdict": row["verdict"] or "",
        }
        for row in _rows(answer.tables(), PROMISED_AND_FOUND)
    ]


def _rows(tables: dict[str, Any], title: str) -> list[dict[str, Any]]:
    if title not in tables:
        return []
    table = tables[title].astype(object)
    return [dict(row) for row in table.where(table.notna(), None).to_dict("records")]


def _told(value: Any) -> str:
    """A cell of a table of trials."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    return "" if value is None else str(value)


def _methods(answer: "TuningAnswer") -> list[tuple[str, str, str]]:
    """Subject, method and source."""
    name = sampler_name(answer.question)
    told = f"{name}; constraints as violations in units of the smallest effect of interest"
    found = [
        ("Search", told, SAMPLER_SOURCES[name]),
        ("Intervals", INTERVALS, "Law 2015, Simulation Modeling and Analysis, 10.2"),
        ("Settings", IMPORTANCE, IMPORTANCE_SOURCE),
    ]
    if answer.question.uncertain:
        source = "McKay, Beckman & Conover 1979, Technometrics 21"
        found.append(("Worlds", "Latin hypercube over the ranges, drawn anew for the second look", source))
    return found
