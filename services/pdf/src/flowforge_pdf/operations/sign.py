"""Sign a PDF (PAdES B-B) with a certificate in PKCS#12; the signature is invisible."""

import io

from pydantic import Field

from flowforge_pdf.core.documents import MEDIA_TYPE, PdfForm, PdfReport, named
from flowforge_pdf.core.examples import IDENTITY, THREE_PAGES
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf, reading
from servicekit import FileInput, FileOutput, InvalidInput, operation


class UnreadableCertificate(InvalidInput):
    code = "PDF_CERTIFICATE_UNREADABLE"
    message = "'certificate' cannot be opened: send a PKCS#12 file (.p12, .pfx) and its 'passphrase'."


class EncryptedDocument(InvalidInput):
    code = "PDF_SIGN_ENCRYPTED"
    message = "An encrypted document cannot be signed: decrypt it first."


class SignForm(PdfForm):
    certificate: FileInput = Field(description="PKCS#12 file with the certificate and its private key.")
    passphrase: str = Field("", max_length=500, description="Passphrase of the PKCS#12 file.")
    reason: str | None = Field(None, max_length=500, description="Why it is signed.")
    location: str | None = Field(None, max_length=500, description="Where it is signed.")
    field: str = Field("Signature1", min_length=1, max_length=100, description="Name of the signature field.")


@operation(
    "/sign",
    errors=(*OPENING, UnreadableCertificate, EncryptedDocument),
    run=RUN,
    secret=True,
    example={"file": THREE_PAGES, "certificate": IDENTITY, "passphrase": "example", "reason": "Approved"},
)
def sign_document(form: SignForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - few calls need it
    from pyhanko.sign import PdfSignatureMetadata, signers  # noqa: PLC0415 - likewise
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415 - likewise

    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        pages, warnings = len(opened.pdf.pages), opened.warnings
        if opened.pdf.is_encrypted:
            raise EncryptedDocument
    passphrase = form.passphrase.encode()
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(form.certificate.content, [], passphrase)
    except ValueError as error:
        raise UnreadableCertificate from error
    metadata = PdfSignatureMetadata(
        field_name=form.field, reason=form.reason, location=form.location, subfilter=SigSeedSubFilter.PADES
    )
    with reading():
        writer = IncrementalPdfFileWriter(io.BytesIO(form.file.content), strict=False)
        signed = signers.sign_pdf(writer, metadata, signer=signer)
    content = signed.getvalue()
    report = PdfReport(pages=pages, bytes=len(content), warnings=warnings)
    return FileOutput(content, MEDIA_TYPE, named(form.file.name, "-signed"), report)
