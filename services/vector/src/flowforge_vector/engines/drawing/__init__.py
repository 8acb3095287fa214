"""Draw charts in a child process: the drawing engine takes 60 MB and a second to start."""
