"""The parent of every result."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A result. Fields that a newer server adds are kept, and read as attributes too."""

    model_config = ConfigDict(extra="allow", defer_build=True, populate_by_name=True, protected_namespaces=())
