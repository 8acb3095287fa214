"""Make pictures of pages easier to read: cropped to the page, upright, level, clean, and large enough."""
