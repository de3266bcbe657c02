"""The end of a day: its account, what is carried over into the next, what was learned."""
