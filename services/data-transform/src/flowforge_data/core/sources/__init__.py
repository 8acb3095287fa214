"""Read delimited text: detect encoding and dialect, transcode, parse in batches of text columns."""
