"""Run sheets: a vehicle's day on paper, in its driver's language."""
