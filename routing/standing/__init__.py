"""How a day stands at a moment, by the plan that drivers have and by all that was reported."""
