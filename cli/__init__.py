"""The `tournee` command."""
