"""Content behind a signed address: /signed/{file_id}/content."""
