"""Results as files, at addresses that a browser or a script can keep."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from handoff_experiments.service import Desk, NoSuchExperiment
from handoff_experiments.service.answer_exports import answer_files
from handoff_experiments.service.exports import EXPORTS, Export
from handoff_experiments.service.results import NoResult
from handoff_experiments.store import StoreError

REPORT_POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data: blob:"


def export_routes(desk: Desk) -> list[BaseRoute]:
    """``/experiments/ID/NAME`` and ``/questions/ID/NAME`` for every export; the schema lists them as ``exports``."""

    async def export(request: Request) -> Response:
        wanted, name = request.path_params["id"], request.path_params["name"]
        if name not in EXPORTS:
            return PlainTextResponse(f"expected one of {', '.join(EXPORTS)}; found {name}\n", 404)
        chosen = EXPORTS[name]
        try:
            content = await run_in_threadpool(_exported, desk, wanted, chosen)
        except NoSuchExperiment as error:
            return PlainTextResponse(f"{error}\n", 404)
        except NoResult as error:
            return PlainTextResponse(f"{error}\n", 409)
        except StoreError as error:
            return PlainTextResponse(f"{error.reason}\n", 503)
        headers = {"content-disposition": f'attachment; filename="{wanted[:8]}-{name}"'}
        if name == "report.html":
            headers = {"content-security-policy": REPORT_POLICY}
        return Response(content, media_type=chosen.media_type, headers=headers)

    async def answer_file(request: Request) -> Response:
        wanted, name = request.path_params["id"], request.path_params["name"]
        try:
            record = await run_in_threadpool(desk.record, wanted, kind="question")
        except NoSuchExperiment as error:
            return PlainTextResponse(f"{error}\n", 404)
        except StoreError as error:
            return PlainTextResponse(f"{error.reason}\n", 503)
        if record.result is None:
            return PlainTextResponse(f"question {wanted}: expected one with an answer; it is {record.status}\n", 409)
        files = answer_files(record.result)
        if name not in files:
            return PlainTextResponse(f"expected one of {', '.join(files)}; found {name}\n", 404)
        headers = {"content-disposition": f'attachment; filename="{wanted[:8]}-{name}"'}
        content = await run_in_threadpool(files[name].content)
        return Response(content, media_type=files[name].media_type, headers=headers)

    return [
        Route("/experiments/{id}/{name}", export, methods=["GET"]),
        Route("/questions/{id}/{name}", answer_file, methods=["GET"]),
    ]


def _exported(desk: Desk, experiment_id: str, export: Export) -> bytes:
    return export.content(desk.results.comparison(desk.record(experiment_id)))
