"""Pick lists: what a store's people take from its shelves, for whom and by when."""
