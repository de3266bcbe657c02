"""The page: one HTML file with a plan's map, tables and figures."""
