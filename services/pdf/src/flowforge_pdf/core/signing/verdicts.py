"""What is said of a signature."""

from datetime import datetime

from pydantic import BaseModel, Field


class TimestampInfo(BaseModel):
    time: datetime = Field(description="Time that the authority attests.")
    authority: str = Field(description="Name of the time stamping authority, from its certificate.")
    intact: bool = Field(description="True if what was stamped has not been changed.")
    valid: bool = Field(description="True if the time stamp is cryptographically correct.")
    trusted: bool = Field(description="True if the authority's certificate leads to one of the roots.")


class SignatureInfo(BaseModel):
    field: str = Field(description="Name of the signature field.")
    signer: str = Field(description="Name of the signer, from the certificate.")
    signed_at: datetime | None = Field(description="Time that the signer claims.")
    reason: str | None = Field(
        description="Why it was signed, in the words of the signer; null if there are none."
    )
    level: str = Field(
        description="PAdES level: b-b, b-t (time stamp), b-lt (validation data), b-lta (archive time stamp); "
        "none for signatures outside PAdES."
    )
    timestamp: TimestampInfo | None = Field(description="Time stamp of the signature; null without one.")
    intact: bool = Field(description="True if what was signed has not been changed.")
    valid: bool = Field(description="True if the signature is cryptographically correct.")
    trusted: bool = Field(description="True if the signer's certificate leads to one of the roots.")
    revocation: str = Field(
        description="good, revoked, or unknown if neither the document nor a server tells."
    )
    problem: str | None = Field(description="Why the signature is not trusted; null if it is.")
    covers_whole_file: bool = Field(description="False if something was added after signing.")
    changes: str = Field(
        description="What was added since: none, lta_updates, form_filling, annotations or other."
    )
