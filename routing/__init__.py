"""A day: orders in, problems per hub, plans, replans, exports out."""
