"""Files of a request: resolved from base64, URLs and file ids into a workspace or the file store."""
