"""Results as files: tables as CSV or Parquet, the whole as JSON, the report as one page that needs no network."""

import io
from collections.abc import Callable

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from handoff_experiments.comparison import Comparison
from handoff_experiments.files import as_json
from handoff_experiments.report import report
from handoff_experiments.service import Desk, NoSuchExperiment
from handoff_experiments.service.results import NoResult
from handoff_experiments.store import StoreError

TABLES: dict[str, Callable[[Comparison], pd.DataFrame]] = {
    "contrasts": Comparison.contrasts,
    "runs": Comparison.runs,
    "quadrants": Comparison.quadrants,
    "twin_figures": Comparison.twin_figures,
}
REPORT_POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data: blob:"
Made = tuple[bytes, str]  # content, media type


def export_routes(desk: Desk) -> list[BaseRoute]:
    """``/experiments/ID/NAME``: report.html, result.json, and each table as .csv and .parquet."""

    async def export(request: Request) -> Response:
        wanted, name = request.path_params["id"], request.path_params["name"]
        if name not in NAMES:
            return PlainTextResponse(f"expected one of {', '.join(NAMES)}; found {name}\n", 404)
        try:
            content, media_type = await run_in_threadpool(_exported, desk, wanted, name)
        except NoSuchExperiment as error:
            return PlainTextResponse(f"{error}\n", 404)
        except NoResult as error:
            return PlainTextResponse(f"{error}\n", 409)
        except StoreError as error:
            return PlainTextResponse(f"{error.reason}\n", 503)
        headers = {"content-disposition": f'attachment; filename="{wanted[:8]}-{name}"'}
        if name == "report.html":
            headers = {"content-security-policy": REPORT_POLICY}
        return Response(content, media_type=media_type, headers=headers)

    return [Route("/experiments/{id}/{name}", export, methods=["GET"])]


def _exported(desk: Desk, experiment_id: str, name: str) -> Made:
    return NAMES[name](desk.results.comparison(desk.record(experiment_id)))


def _csv(table: Callable[[Comparison], pd.DataFrame]) -> Callable[[Comparison], Made]:
    return lambda comparison: (table(comparison).to_csv(index=False).encode(), "text/csv; charset=utf-8")


def _parquet(table: Callable[[Comparison], pd.DataFrame]) -> Callable[[Comparison], Made]:
    def write(comparison: Comparison) -> Made:
        file = io.BytesIO()
        table(comparison).to_parquet(file, index=False)
        return file.getvalue(), "application/vnd.apache.parquet"

    return write


NAMES: dict[str, Callable[[Comparison], Made]] = {
    "report.html": lambda comparison: (report(comparison).encode(), "text/html; charset=utf-8"),
    "result.json": lambda comparison: (as_json(comparison).encode(), "application/json"),
    **{f"{name}.csv": _csv(table) for name, table in TABLES.items()},
    **{f"{name}.parquet": _parquet(table) for name, table in TABLES.items()},
}
