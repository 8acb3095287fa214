"""JSON documents: opened from any format, changed, compared and described."""
