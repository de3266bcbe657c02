"""How the tables of a day's database became what they are, step by step, for Alembic."""
