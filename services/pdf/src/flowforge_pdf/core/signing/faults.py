"""Why a document cannot be signed."""

from servicekit import Conflict, InvalidInput


class EncryptedDocument(InvalidInput):
    code = "PDF_SIGN_ENCRYPTED"
    message = "An encrypted document cannot be signed: decrypt it first."


class FieldNotSignable(Conflict):
    code = "PDF_SIGNATURE_FIELD_UNUSABLE"
    message = "'field' is '{name}', which cannot be signed: {reason}."


class RevocationUnusable(InvalidInput):
    code = "PDF_SIGN_REVOCATION_UNUSABLE"
    message = "'revocation' does not show that the certificate is valid: {reason}."


class ChainNotValid(InvalidInput):
    code = "PDF_SIGN_CHAIN_NOT_VALID"
    message = "'level' {level} needs proof that the certificates are valid: {reason}."


class NoTimestamp(InvalidInput):
    code = "PDF_TIMESTAMP_FAILED"
    message = "The server at 'timestamp_url' gave no usable time stamp: {reason}."
