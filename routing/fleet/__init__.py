"""Hubs, collection points and vehicles."""
