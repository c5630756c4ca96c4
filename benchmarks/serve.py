"""How quickly the server answers: one picture alone inside it, and as many as it can over the network.

    python benchmarks/serve.py [--network mlp] [--profile]

Alone: PNG in, JSON out, through the whole application without a socket. Together: clients in a process of their own,
which share the machine with the server. The server's processor time a request holds on a busy machine too. `--profile`
prints where it goes.
"""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "jax"

import argparse
import asyncio
import cProfile
import io
import multiprocessing
import pstats
import socket
import threading
import time
from statistics import median, quantiles
from typing import Any

import uvicorn
from PIL import Image
from starlette.applications import Starlette

from unstuck.data import load
from unstuck.networks import network
from unstuck.serve import Classifier
from unstuck.serve.app import make_app

ALONE, TOGETHER, CONNECTIONS, ROUNDS = 500, 6000, 64, 3
PATHS = ("/predict", "/predict?brief=1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", default="mlp")
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    classifier = Classifier(network(arguments.network).build((28, 28), 10), tuple("0123456789"))
    pictures = [_png(image) for image in load("mnist").x_test[:200]]
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    for path in PATHS:
        seconds = asyncio.run(_alone(make_app(classifier, port), port, path, pictures))
        slow = quantiles(seconds, n=20)[-1]
        print(f"{path}: alone median {1e3 * median(seconds):.2f} ms, 95 % within {1e3 * slow:.2f} ms", flush=True)
    server = uvicorn.Server(uvicorn.Config(make_app(classifier, port), log_level="warning"))
    thread = threading.Thread(target=_serve, args=(server, listening, arguments.profile))
    thread.start()
    while not server.started:
        time.sleep(0.1)
    with multiprocessing.get_context("spawn").Pool(1) as clients:
        for path in PATHS:
            began = time.process_time()
            rates = [clients.apply(_together, (port, path, pictures)) for _ in range(ROUNDS)]
            each = (time.process_time() - began) / (ROUNDS * TOGETHER)
            told = ", ".join(f"{rate:,.0f}" for rate in rates)
            print(f"{path}: {CONNECTIONS} connections, {told} requests/s, median {median(rates):,.0f};", end=" ")
            print(f"{1e3 * each:.2f} ms of the server's processor time a request", flush=True)
    server.should_exit = True
    thread.join()


def _serve(server: uvicorn.Server, listening: socket.socket, is_profiled: bool) -> None:
    profile = cProfile.Profile()
    if is_profiled:
        profile.enable()
    server.run(sockets=[listening])
    if is_profiled:
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


async def _alone(app: Starlette, port: int, path: str, pictures: list[bytes]) -> list[float]:
    """Seconds of each request, one after another, from the application's call to the last byte of its answer."""
    name, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "POST",
        "path": name,
        "query_string": query.encode(),
        "headers": [(b"host", f"127.0.0.1:{port}".encode())],
    }
    seconds = []
    async with app.router.lifespan_context(app):
        for number in range(ALONE):
            sent: list[dict[str, Any]] = []
            body = {"type": "http.request", "body": pictures[number % len(pictures)]}

            async def receive(message: dict[str, Any] = body) -> dict[str, Any]:
                return message

            async def send(message: Any, sent: list[dict[str, Any]] = sent) -> None:
                sent.append(message)

            began = time.perf_counter()
            await app(dict(scope), receive, send)
            seconds.append(time.perf_counter() - began)
            assert sent[0]["status"] == 200
    return seconds


def _together(port: int, path: str, pictures: list[bytes]) -> float:
    """Requests answered a second, by as many connections at once."""
    heads = [
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(each)}\r\n\r\n".encode() + each
        for each in pictures
    ]

    async def client(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in range(TOGETHER // CONNECTIONS):
            writer.write(heads[(first + number) % len(heads)])
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
        writer.close()
        await writer.wait_closed()

    async def all_of_them() -> None:
        await asyncio.gather(*(client(first) for first in range(CONNECTIONS)))

    began = time.perf_counter()
    asyncio.run(all_of_them())
    return TOGETHER // CONNECTIONS * CONNECTIONS / (time.perf_counter() - began)


def _png(image: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
