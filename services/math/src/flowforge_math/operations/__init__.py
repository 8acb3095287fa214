"""The operations of the math service, one file each, named as its address."""
