"""Steps that the recipe operation chains."""
