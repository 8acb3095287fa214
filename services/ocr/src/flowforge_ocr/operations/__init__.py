"""The operations of the OCR service, one file each; the path of a file is its URL."""
