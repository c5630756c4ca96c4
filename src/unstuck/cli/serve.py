"""`unstuck serve MODEL`."""

from __future__ import annotations

import argparse
import socket
import sys
import webbrowser
from contextlib import ExitStack

from unstuck import backend
from unstuck.cli.output import check_writable, console, counting, write_json
from unstuck.errors import UnstuckError
from unstuck.optional import optional


def command(arguments: argparse.Namespace) -> int:
    """Serves a model on this machine until it is stopped; 0."""
    check_writable(arguments.json)
    backend.prepare()
    for part in ("starlette", "orjson"):
        optional(part, "serve")
    uvicorn = optional("uvicorn", "serve")
    from unstuck.serve import find_model, load_classifier
    from unstuck.serve.app import make_app

    listening, out = _listening(arguments.port), console()
    port = listening.getsockname()[1]
    classifier = load_classifier(find_model(arguments.model), arguments.trust)
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as compiling:
        move = compiling.enter_context(counting(1, "compiling", out))
        move(0)

        def ready() -> None:
            compiling.close()
            write_json(arguments.json, {"address": address, "api": f"{address}/openapi.json"})
            if arguments.json != "-":
                told = f" {arguments.model} at {address} (API: {address}/openapi.json). Ctrl-C ends it."
                out.print(told, soft_wrap=True)
            sys.stdout.flush()
            if not arguments.no_browser:
                webbrowser.open(address)

        app = make_app(classifier, port, move, ready)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
    return 0


def _listening(port: int | None) -> socket.socket:
    """A socket that only this machine can reach."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port or 0))
        listening.listen(2048)  # who comes while it compiles waits
    except OSError as error:
        listening.close()
        raise UnstuckError("The port is free.", f"--port {port}: {error.strerror}", "leave --port out") from error
    return listening
