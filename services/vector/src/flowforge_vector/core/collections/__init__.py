"""Collections: what callers see of them, and what can be wrong with one."""
