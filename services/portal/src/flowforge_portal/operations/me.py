"""Describe the caller: who the key belongs to, and its tier.

What is left of the tier's limits stands in the headers of this answer, as of every other: `RateLimit-Limit`,
`RateLimit-Remaining` and `RateLimit-Reset`.
"""

from pydantic import BaseModel, Field

from servicekit import Context, Inline, operation


class Me(BaseModel):
    id: str = Field(description="Id of the consumer, stable and never reused.")
    name: str = Field(description="Name of the consumer.")
    tier: str = Field(description="Tier, which sets the limits of calls.")


@operation("/me", method="GET", example=None, run=Inline())
def describe_caller(context: Context) -> Me:
    consumer = context.consumer
    return Me(id=consumer.id, name=consumer.name, tier=consumer.tier)
