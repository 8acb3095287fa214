"""Linear algebra by numpy and scipy: only workers load this."""
