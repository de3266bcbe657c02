"""A day that is played against the planner, with a clock and a world of its own."""
