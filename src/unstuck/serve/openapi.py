"""The server's API in OpenAPI's form."""

from __future__ import annotations

from typing import Any

from unstuck import __version__
from unstuck.serve.model_file import Classifier


def description(classifier: Classifier) -> dict[str, Any]:
    """The OpenAPI 3.1 document for a model's server."""
    grid = {"type": "array", "items": {"type": "array"}}
    answer = {
        "type": "object",
        "required": ["classes"],
        "properties": {
            "classes": {
                "description": "every class, the likeliest first",
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "share"],
                    "properties": {
                        "name": {"enum": list(classifier.class_names)},
                        "share": {"type": "number", "minimum": 0, "maximum": 1},
                    },
                },
            },
            "seen": {**grid, "description": "the picture as the network saw it, pixels from 0 to 255"},
            "evidence": {**grid, "description": "how much each pixel speaks for the likeliest class, -1 to 1"},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "A classifier served by Unstuck", "version": __version__},
        "paths": {
            "/predict": {
                "post": {
                    "summary": "What the model says of a picture",
                    "parameters": [
                        {
                            "name": "drawn",
                            "in": "query",
                            "schema": {"enum": ["0", "1"]},
                            "description": "1: it is a drawing, to be centred as MNIST's digits are",
                        },
                        {
                            "name": "brief",
                            "in": "query",
                            "schema": {"enum": ["0", "1"]},
                            "description": "1: the classes alone, which is several times as quick",
                        },
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {kind: {} for kind in ("image/png", "image/jpeg", "image/webp", "image/bmp")},
                    },
                    "responses": {
                        "200": {"description": "the answer", "content": {"application/json": {"schema": answer}}},
                        "400": {"description": "no picture; `expected`, `received` and `todo` say what is wrong"},
                        "403": {"description": "a request from another site"},
                    },
                }
            },
            "/model": {
                "get": {"summary": "The model's classes and input shape", "responses": {"200": {"description": "both"}}}
            },
            "/knobs": {
                "get": {
                    "summary": "A linear network's weights for each pixel's brightness; null for other networks",
                    "responses": {"200": {"description": "`weights`, `bias` and `activation`"}},
                }
            },
        },
    }
