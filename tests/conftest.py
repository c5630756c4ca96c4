"""Keras on JAX for all tests, with compiled programs kept between runs."""

from unstuck import backend

backend.prepare()
