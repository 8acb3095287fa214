"""Content of files as objects of a folder or an S3 bucket, encrypted where a key is configured."""
