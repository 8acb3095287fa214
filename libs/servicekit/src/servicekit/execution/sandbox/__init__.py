"""Confinement of worker processes with Landlock, seccomp and resource limits."""
