"""What Alembic runs: the steps, in the transaction of the connection that it is given."""

from __future__ import annotations

from alembic import context

from routing.store.schema import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
