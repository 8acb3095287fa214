"""Encrypt a PDF with AES-256, with a password to open it, one for its owner, or both, and permissions.

Programs that keep to the rules enforce permissions; only `open_password` protects the content.
"""

from typing import Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class Encrypt(Step):
    open_password: str | None = Field(None, max_length=127, description="Password that opens the document.")
    owner_password: str | None = Field(
        None, max_length=127, description="Password that allows everything; by default a random one."
    )
    allow_print: bool = Field(default=True, description="Allow printing.")
    allow_copy: bool = Field(default=True, description="Allow copying text and pictures.")
    allow_modify: bool = Field(default=True, description="Allow changes and reordering of pages.")
    allow_annotate: bool = Field(default=True, description="Allow comments.")
    allow_forms: bool = Field(default=True, description="Allow filling in forms.")

    @model_validator(mode="after")
    def _has_a_password(self) -> Self:
        if not (self.open_password or self.owner_password):
            raise ValueError("give 'open_password', 'owner_password' or both")
        if self.open_password and self.open_password == self.owner_password:
            raise ValueError(
                "'open_password' and 'owner_password' should differ: the owner may do everything"
            )
        return self

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        import secrets  # noqa: PLC0415 - beside its only use

        allow = pikepdf.Permissions(
            accessibility=True,
            extract=self.allow_copy,
            modify_annotation=self.allow_annotate,
            modify_assembly=self.allow_modify,
            modify_form=self.allow_forms,
            modify_other=self.allow_modify,
            print_lowres=self.allow_print,
            print_highres=self.allow_print,
        )
        owner = self.owner_password or secrets.token_urlsafe(24)
        work.saving.encryption = pikepdf.Encryption(
            user=self.open_password or "", owner=owner, R=6, allow=allow
        )
        return pdf


class EncryptForm(Encrypt, PdfForm):
    pass


@operation(
    "/encrypt",
    errors=OPENING,
    run=RUN,
    secret=True,
    example={"file": THREE_PAGES, "open_password": "correct horse"},
)
def encrypt_document(form: EncryptForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
