"""One order's story: where it went, why, and what would have made it earlier or possible."""
