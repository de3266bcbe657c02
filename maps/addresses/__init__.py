"""Addresses: read from the map, kept in a gazetteer, found by what people write."""
