"""Engines: the only room that imports solvers."""
