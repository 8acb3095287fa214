"""How a document is encrypted, and what its permissions allow."""

import pikepdf
from pydantic import BaseModel, Field


class Permissions(BaseModel):
    """What a reader without the owner password may do."""

    print: bool
    print_high_quality: bool
    modify: bool
    extract: bool
    annotate: bool
    fill_forms: bool
    assemble: bool
    accessibility: bool


class Protection(BaseModel):
    algorithm: str = Field(description="aes or rc4.")
    bits: int = Field(description="Length of the key.")
    opened_as: str = Field(description="owner or user: which password opened it.")
    permissions: Permissions


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
