"""Alembic's entry: migrate over the connection that `migrating.migrate` was given."""

from alembic import context

from flowforge_jobstore.tables import metadata

if hasattr(context, "config"):  # not where the module is merely imported
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table="jobstore_version",
    )
    context.run_migrations()
