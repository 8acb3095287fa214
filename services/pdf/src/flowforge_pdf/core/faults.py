"""What may be wrong with a request for a change of a document."""

from servicekit import InvalidInput


class NoPageLeft(InvalidInput):
    code = "PDF_NO_PAGE_LEFT"
    message = "'pages' selects all {count} pages: a PDF needs at least one."


class UnknownSource(InvalidInput):
    code = "PDF_SOURCE_UNKNOWN"
    message = "'source' is {source}, but {count} files were sent as 'sources': they are counted from 0."
