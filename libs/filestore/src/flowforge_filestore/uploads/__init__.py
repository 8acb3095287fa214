"""Files that are being uploaded: in one request, or resumable in many."""
