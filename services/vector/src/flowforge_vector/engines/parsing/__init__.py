"""Read documents of strangers in a child process with little memory and time."""
