"""Pages of documents: taken, put together, placed on other pages, and the pictures that become pages."""
