"""Replanning through the day: what stands fixed, what may change, and what becomes of it."""
