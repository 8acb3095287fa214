"""What operations return about snapshots."""

from pydantic import BaseModel, Field

from flowforge_vector.engines.port import SnapshotInfo


class Snapshot(BaseModel):
    name: str = Field(description="Name of the snapshot in paths.")
    created_at: str = Field(description="When it was taken, in UTC.")
    size_bytes: int = Field(description="Size on disk.")


def to_snapshot(info: SnapshotInfo) -> Snapshot:
    return Snapshot(name=info.name, created_at=info.created_at, size_bytes=info.size_bytes)
