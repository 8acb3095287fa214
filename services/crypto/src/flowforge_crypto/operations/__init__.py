"""The operations of the crypto service: one file each, its path the operation's URL."""
