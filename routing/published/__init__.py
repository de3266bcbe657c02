"""Published instances: read, put to solvers side by side, and their answers gone through."""
