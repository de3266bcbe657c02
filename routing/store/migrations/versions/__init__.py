"""One module a step; a step that was ever released is never changed."""
