"""One hub's problem, without any solver's words."""
