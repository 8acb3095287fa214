"""CRLs and OCSP responses that were sent."""

from typing import Any

from flowforge_pdf.core.signing.faults import RevocationUnusable
from servicekit import FileInput


def parse_revocation(files: list[FileInput]) -> tuple[list[bytes], list[bytes]]:
    """Return the CRLs, and the OCSP responses. Raises RevocationUnusable."""
    from cryptography.x509 import load_der_x509_crl, ocsp  # noqa: PLC0415 - few calls need it

    crls: list[bytes] = []
    ocsps: list[bytes] = []
    for number, file in enumerate(files):
        for load, kept in ((load_der_x509_crl, crls), (ocsp.load_der_ocsp_response, ocsps)):
            try:
                load(file.content)
            except ValueError:
                continue
            kept.append(file.content)
            break
        else:
            raise RevocationUnusable(reason=f"file {number + 1} is neither a CRL nor an OCSP response")
    return crls, ocsps


def reason_of(error: BaseException) -> str:
    """Return what a failed validation says, on one line without its full stop."""
    return " ".join(str(error).split())[:300].rstrip(".")


def covers(certificate: Any, crls: list[Any], responses: list[Any]) -> bool:
    """Return whether one of the CRLs or OCSP responses speaks of *certificate*."""
    if any(each.issuer == certificate.issuer for each in crls):
        return True
    serial = certificate.serial_number
    for each in responses:
        if each["response_status"].native != "successful":
            continue
        answers = each.response_data["responses"]
        if any(one["cert_id"]["serial_number"].native == serial for one in answers):
            return True
    return False
