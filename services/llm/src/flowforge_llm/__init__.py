"""FlowForge llm: language models over HTTP, as OpenAI's API and as ready-made tasks.

Needs nothing from outside: a small model runs in a process of its own. Production engines are vLLM and any
server that speaks OpenAI's HTTP API, declared in the file of FLOWFORGE_LLM_MODELS_FILE.
"""
