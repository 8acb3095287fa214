"""Form fields: read with their places, and filled so that every viewer shows the values."""
