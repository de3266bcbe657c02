"""Who picks what, and when it is ready."""
