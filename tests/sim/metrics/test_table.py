"""Every metric of MODEL 5 exists, says what it is, and survives a run in which nothing happened."""

import math
from pathlib import Path

import pytest

from handoff_sim import metrics
from handoff_sim.codes import SizeClass
from handoff_sim.metrics import CONTRASTS, METRICS, compute, compute_by_size, series, shop_frame
from handoff_sim.metrics.metric import Contrast, Metric

from .build import WEEKS, jobs, ops, run

DEMANDED = (
    *(f"S{i}" for i in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 17)),
    *("S2b", "S8b"),
    *(f"B{i}" for i in range(1, 7)),
    *(f"N{i}" for i in range(1, 11)),
    *(f"R{i}" for i in range(1, 9)),
    *(f"D{i}" for i in range(1, 6)),
    *("DFI", "X1", "X2", "X3", "X4", "X5", "X7"),
)
FIGURES = (*METRICS, *CONTRASTS)


@pytest.mark.parametrize("code", DEMANDED)
def test_every_code_of_the_model_exists(code: str) -> None:
    assert code in {figure.code.partition(".")[0] for figure in FIGURES}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_a_figure_says_what_it_is(figure: Metric | Contrast) -> None:
    assert figure.unit and figure.formula and figure.title and figure.name
    assert not figure.title.endswith(".")


def test_codes_and_names_are_unique() -> None:
    assert len({figure.code for figure in FIGURES}) == len(FIGURES)
    assert len({figure.name for figure in METRICS}) == len(METRICS)


def test_every_family_file_is_in_the_table() -> None:
    folder = Path(metrics.__file__).parent
    declared = {metric.measure.__module__.rpartition(".")[2] for metric in METRICS}
    assert declared == {"shops", "buyers", "network", "region", "size", "indices"}
    assert all((folder / f"{family}.py").exists() for family in declared)


def test_one_metric_computes_what_the_table_computes() -> None:
    records = run(jobs=jobs({}), ops=ops({}))
    figures = compute(records)
    assert str([metric.compute(records) for metric in METRICS]) == str([figures[m.code] for m in METRICS])


def test_an_eventless_run_gives_a_number_or_nan_everywhere() -> None:
    figures = compute(run())
    assert set(figures) == {metric.code for metric in METRICS}
    assert all(type(value) is float for value in figures.values())
    assert math.isnan(figures["S2"]) and math.isnan(figures["DFI"]) and math.isnan(figures["N1.tenure"])


@pytest.mark.parametrize("contrast", CONTRASTS, ids=lambda contrast: contrast.code)
def test_a_run_against_itself_differs_by_nothing(contrast: Contrast) -> None:
    value = contrast.compute(*[run()] * len(contrast.runs))
    assert value == 0 or math.isnan(value)


def test_a_contrast_refuses_the_wrong_number_of_runs() -> None:
    with pytest.raises(ValueError, match="X5: expected the runs"):
        next(contrast for contrast in CONTRASTS if contrast.code == "X5").compute(run())


def test_only_metrics_that_split_are_computed_by_size() -> None:
    by_size = compute_by_size(run())
    assert set(by_size) == {metric.code for metric in METRICS if metric.splits}
    assert set(by_size["S1"]) == {size.name for size in SizeClass}
    assert math.isnan(by_size["S1"]["M"])  # nobody of that size


def test_computing_twice_gives_the_same_and_changes_nothing() -> None:
    records = run(jobs=jobs({}), ops=ops({}))
    assert str(compute(records)) == str(compute(records))


def test_every_curve_has_a_value_per_week() -> None:
    assert {len(curve) for curve in series(run()).values()} == {WEEKS}


def test_the_frame_has_a_row_per_shop() -> None:
    assert list(shop_frame(run(3))["key"]) == [0, 1, 2]
