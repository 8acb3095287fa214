"""The operations of the image service: one file each, its path the operation's URL."""
