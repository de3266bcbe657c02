"""A customizable contraction hierarchy: exact quickest paths in a graph of turns, fast.

Order, topology, metric, tables and paths, each a module. Travel times do not run on it yet: they
will when their nodes are arcs and their edges turns (`maps.travel` still searches junctions).
"""
