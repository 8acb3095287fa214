"""Steps that change a table: what each operation under /tables declares, and what pipelines are made of."""
