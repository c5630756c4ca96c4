"""The web server of one model: an API and a page on which one draws, for this machine only."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

import numpy as np
import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from unstuck.data import Format, Progress, read_image, unheard
from unstuck.errors import UnstuckError
from unstuck.serve.answer import Reader
from unstuck.serve.drawing import centred
from unstuck.serve.knobs import knobs_of
from unstuck.serve.model_file import Classifier
from unstuck.serve.openapi import description

LARGEST_BODY = 10_000_000  # bytes of a picture
_SMALL_BODY = 2_000  # which is decoded in less time than another thread takes to be asked
_PAGE = {"": "text/html", "page.js": "text/javascript", "knobs.js": "text/javascript", "page.css": "text/css"}
_HEADERS = {  # on every answer
    # Nothing from elsewhere is loaded, no script but ours runs, whatever a class may be called.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ENCODED = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]


def make_app(
    classifier: Classifier, port: int, progress: Progress = unheard, on_ready: Callable[[], None] = lambda: None
) -> Starlette:
    """The server for a model.

    Args:
        port: that it listens on; requests that name another host or port, or come from another site, are refused, since
            a page in the same browser could send them (DNS rebinding).
        progress: told the share of the programs that is compiled, before the first request is answered.
        on_ready: called when all are.
    """
    reader = Reader(classifier)
    found = knobs_of(classifier)
    turnable = found and found.to_json()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(reader.warm_up, progress)
        on_ready()
        task = asyncio.create_task(reader.run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def predict(request: Request) -> Response:
        content = await _body(request)
        drawn = request.query_params.get("drawn") == "1"
        if len(content) > _SMALL_BODY:
            image = await run_in_threadpool(_prepared, content, classifier.input_shape, drawn)
        else:
            image = _prepared(content, classifier.input_shape, drawn)
        reading = await reader.answer(image)
        order = np.argsort(-reading.shares, kind="stable")
        classes = [{"name": classifier.class_names[i], "share": float(reading.shares[i])} for i in order]
        if request.query_params.get("brief") == "1":
            return _Answer({"classes": classes})
        evidence = np.round(reading.evidence, 3)
        return _Answer({"classes": classes, "seen": np.ascontiguousarray(image), "evidence": evidence})

    async def about(request: Request) -> Response:
        return JSONResponse({"classes": classifier.class_names, "shape": classifier.input_shape})

    async def knobs(request: Request) -> Response:
        return JSONResponse({"knobs": turnable})

    async def openapi(request: Request) -> Response:
        return JSONResponse(description(classifier))

    return Starlette(
        routes=[
            *(Route(f"/{name}", _file(name or "page.html", kind)) for name, kind in _PAGE.items()),
            Route("/model", about),
            Route("/knobs", knobs),
            Route("/openapi.json", openapi),
            Route("/predict", predict, methods=["POST"]),
        ],
        middleware=[Middleware(_OwnSiteOnly, port=port)],
        exception_handlers={UnstuckError: _told, 404: _missing, 405: _missing},  # type: ignore[dict-item]
        lifespan=lifespan,
    )


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = files("unstuck.serve").joinpath("page", name).read_bytes()

    async def send(request: Request) -> Response:
        return Response(content, media_type=kind)

    return send


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            raise UnstuckError(f"A picture has at most {LARGEST_BODY:,} bytes.", "more", "send a smaller one")
    return bytes(content)


def _prepared(content: bytes, shape: tuple[int, ...], drawn: bool) -> np.ndarray:
    """A picture as the model takes it."""
    height, width, *channels = shape
    if drawn and height == width and channels in ([], [1]):
        return centred(content, height).reshape(shape)
    return read_image(io.BytesIO(content), Format(height, width, *(channels or [1]))).reshape(shape)


async def _told(request: Request, error: UnstuckError) -> Response:
    return JSONResponse({"expected": error.expected, "received": error.received, "todo": error.todo}, 400)


async def _missing(request: Request, error: Exception) -> Response:
    return JSONResponse({"expected": "GET /, /model, /knobs or /openapi.json, or POST /predict."}, 404)


class _Answer(JSONResponse):
    """JSON with NumPy arrays in it."""

    def render(self, content: object) -> bytes:
        return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


class _OwnSiteOnly:
    """Refuses what a foreign page could have sent, and puts our headers on every answer."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: dict) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += _ENCODED
            await send(message)

        request = Request(scope)
        origin = request.headers.get("origin")
        foreign = origin is not None and origin not in {f"http://{host}" for host in self.hosts}
        if request.headers.get("host") not in self.hosts or foreign:
            refusal = JSONResponse({"expected": f"A request to {' or '.join(sorted(self.hosts))}."}, 403)
            await refusal(scope, receive, with_headers)  # type: ignore[arg-type]
            return
        await self.app(scope, receive, with_headers)  # type: ignore[arg-type]
