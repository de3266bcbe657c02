"""Made-up days in real cities, and new days from old ones."""
