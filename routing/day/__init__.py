"""The day folder's settings."""
