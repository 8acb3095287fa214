"""The commands, one file each; a command's docstring is its help."""
