"""FlowForge vector: semantic, keyword and hybrid search over texts and vectors, with built-in embeddings.

Needs nothing from outside: an embedded Qdrant engine keeps collections on disk, and small models that ship as
packages embed texts. Production stores are Qdrant servers, and models those of the llm service.
"""
