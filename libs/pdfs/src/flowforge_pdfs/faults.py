"""What may be wrong with a document or with the pages asked for."""

from servicekit import InvalidInput, OperationError, ResourceLimit, Unsupported


class NotPdf(Unsupported):
    code = "NOT_A_PDF"
    message = "'{field}' is not a PDF: it begins with {beginning}, and a PDF begins with '%PDF-'."


class TruncatedPdf(InvalidInput):
    code = "PDF_TRUNCATED"
    message = "'{field}' is a PDF that ends too early, and no page could be recovered: send it whole."


class DamagedPdf(InvalidInput):
    code = "PDF_DAMAGED"
    message = "'{field}' is a damaged PDF: {reason}."


class PasswordRequired(InvalidInput):
    code = "PDF_PASSWORD_REQUIRED"
    message = "'{field}' is encrypted: give its password in 'password'."


class WrongPassword(InvalidInput):
    code = "PDF_PASSWORD_WRONG"
    message = "'password' does not open '{field}': give its user or owner password."


class UnsupportedEncryption(InvalidInput):
    code = "PDF_ENCRYPTION_UNSUPPORTED"
    message = "'{field}' is encrypted in a way that is not supported, such as for a certificate."


class NoPages(InvalidInput):
    code = "PDF_HAS_NO_PAGES"
    message = "'{field}' is a PDF without pages."


class TooManyPages(ResourceLimit):
    code = "PDF_TOO_MANY_PAGES"
    message = "The document has {pages} pages: at most {limit} are allowed."


class TooManyPixels(ResourceLimit):
    code = "PDF_TOO_MANY_PIXELS"
    message = "The pages asked for have {pixels} pixels together: at most {limit} are allowed in one call."


class PageOutOfRange(InvalidInput):
    code = "PDF_PAGE_OUT_OF_RANGE"
    message = "'{field}' names page {page}, but the document has {count}."


class NoPageSelected(InvalidInput):
    code = "PDF_NO_PAGE_SELECTED"
    message = "'{field}' is '{selection}', which selects none of the document's {count} pages."


OPENING: tuple[type[OperationError], ...] = (
    NotPdf,
    TruncatedPdf,
    DamagedPdf,
    PasswordRequired,
    WrongPassword,
    UnsupportedEncryption,
    NoPages,
    TooManyPages,
)
SELECTING: tuple[type[OperationError], ...] = (*OPENING, PageOutOfRange, NoPageSelected)
