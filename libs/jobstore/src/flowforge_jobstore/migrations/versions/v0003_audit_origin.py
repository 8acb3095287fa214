"""Entries of the audit log that other stores noted, each written once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("audit", sa.Column("origin", sa.Text(), nullable=True))
    op.create_index("audit_origin", "audit", ["origin"], unique=True)


def downgrade() -> None:
    op.drop_index("audit_origin", "audit")
    op.drop_column("audit", "origin")
