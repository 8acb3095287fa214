"""Cut texts into chunks that a model reads: by tokens, sentences, headings or meaning, with exact places."""
