"""Kinds of vehicles: which streets each may use, when, and how fast; a TOML file for each."""
