"""The operations of the PDF service: one file each, its path the operation's URL."""
