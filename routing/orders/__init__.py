"""Orders: checked, located, assigned to a hub."""
