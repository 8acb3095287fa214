"""Bytes of a resumable upload: /uploads/{upload_id}/content."""
