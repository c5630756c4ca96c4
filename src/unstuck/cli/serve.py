"""`unstuck serve MODEL`."""

from __future__ import annotations

import argparse
import socket
import webbrowser

from unstuck import backend
from unstuck.cli.output import console
from unstuck.errors import UnstuckError
from unstuck.optional import optional


def command(arguments: argparse.Namespace) -> int:
    """Serves a model on this machine until it is stopped; 0."""
    backend.prepare()
    optional("starlette", "serve")
    uvicorn = optional("uvicorn", "serve")
    from unstuck.serve import find_model, load_classifier
    from unstuck.serve.app import make_app

    listening = _listening(arguments.port)
    port = listening.getsockname()[1]
    app = make_app(load_classifier(find_model(arguments.model)), port)
    address = f"http://127.0.0.1:{port}"
    console().print(f" {arguments.model} at {address} (API: {address}/openapi.json). Ctrl-C ends it.")
    if not arguments.no_browser:
        webbrowser.open(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
    return 0


def _listening(port: int | None) -> socket.socket:
    """A socket that only this machine can reach."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port or 0))
    except OSError as error:
        listening.close()
        raise UnstuckError("The port is free.", f"--port {port}: {error.strerror}", "leave --port out") from error
    return listening
