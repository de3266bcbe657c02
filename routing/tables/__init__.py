"""Tables as they come: CSV, Excel, JSON, SQL."""
