"""The published same-day variant: orders come in hour after hour, and somebody has to decide."""
