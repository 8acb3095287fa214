"""Read, write, keep and remove EXIF, XMP and IPTC."""
