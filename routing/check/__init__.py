"""The checker: every rule of a plan, recomputed from the day and the map."""
