"""From a file to pages of text: page turning, the engines, the order of lines, languages."""
