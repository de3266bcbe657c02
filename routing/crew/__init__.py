"""Many hubs at once: who solves them, and what becomes of a hub in trouble."""
