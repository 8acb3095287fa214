"""The bytes of a file before it is decoded: its format, header, parts, and whether it is complete."""
