"""A city: OpenStreetMap in, road network, travel times, addresses, street geometry out."""
