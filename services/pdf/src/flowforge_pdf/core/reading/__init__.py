"""What a document says: characters, words, lines, tables, paragraphs, fonts and pictures, with boxes."""
