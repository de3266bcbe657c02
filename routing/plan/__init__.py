"""Plans: timed routes as plain data."""
