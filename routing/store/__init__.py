"""The day's plans, version by version."""
