"""The operations of the llm service, one file each, named as its address."""
