"""How a document is encrypted, and what its permissions allow."""

import pikepdf
from pydantic import BaseModel, Field


class Permissions(BaseModel):
    """What a reader without the owner password may do."""

    print: bool = Field(description="Whether the document may be printed.")
    print_high_quality: bool = Field(description="Whether it may be printed at full resolution.")
    modify: bool = Field(description="Whether its content may be changed.")
    extract: bool = Field(description="Whether text and pictures may be copied.")
    annotate: bool = Field(description="Whether comments may be added.")
    fill_forms: bool = Field(description="Whether form fields may be filled in.")
    assemble: bool = Field(description="Whether pages may be inserted, rotated and deleted.")
    accessibility: bool = Field(description="Whether screen readers may read the text.")


class Protection(BaseModel):
    algorithm: str = Field(description="aes or rc4.")
    bits: int = Field(description="Length of the key.")
    opened_as: str = Field(description="owner or user: which password opened it.")
    permissions: Permissions = Field(description="What readers may do without the owner's password.")


def read_protection(pdf: pikepdf.Pdf) -> Protection | None:
    """Return how *pdf* is encrypted, or None."""
    if not pdf.is_encrypted:
        return None
    found, allow = pdf.encryption, pdf.allow
    return Protection(
        algorithm="aes" if "aes" in str(found.stream_method).lower() else "rc4",
        bits=found.bits,
        opened_as="owner" if pdf.owner_password_matched else "user",
        permissions=Permissions(
            print=allow.print_lowres,
            print_high_quality=allow.print_highres,
            modify=allow.modify_other,
            extract=allow.extract,
            annotate=allow.modify_annotation,
            fill_forms=allow.modify_form,
            assemble=allow.modify_assembly,
            accessibility=allow.accessibility,
        ),
    )
