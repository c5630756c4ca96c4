"""Keras on JAX for all tests, with compiled programs kept between runs; Ctrl-C heard, whoever started the tests."""

import signal

from unstuck import backend

backend.prepare()
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell puts in the background inherits to ignore it
