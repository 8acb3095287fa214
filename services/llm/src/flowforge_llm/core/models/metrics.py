"""What the service publishes about its models, beside the kit's own measures."""

from servicekit import Counter, Gauge, Histogram

TOKENS = Counter("llm_tokens", "Tokens by model and direction (input, output).", ["model", "direction"])
FIRST_TOKEN = Histogram(
    "llm_first_token_seconds",
    "From the engine's turn to the first token of a stream.",
    ["model"],
    (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
TOKEN_RATE = Histogram(
    "llm_tokens_per_second",
    "Output tokens a second of one answer, prompt included.",
    ["model"],
    (1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000),
)
WAITING = Gauge("llm_requests_waiting", "Requests that wait for a turn at a model.", ["model"])
RUNNING = Gauge("llm_requests_running", "Requests that a model works on.", ["model"])
REFUSED = Counter("llm_requests_refused", "Requests refused because a model's queue was full.", ["model"])
FALLBACKS = Counter("llm_fallbacks", "Requests that another model took over.", ["model", "by"])
SIMILAR = Counter("llm_similar_answers", "Chats answered as a similar question had been.", ["model"])
RESTARTS = Counter(
    "llm_engine_restarts", "Embedded engines that were started again after they died.", ["model"]
)
LOADED = Gauge("llm_engine_loaded", "Whether an embedded engine holds its model in memory.", ["model"])

MEASURES = (TOKENS, FIRST_TOKEN, TOKEN_RATE, WAITING, RUNNING, REFUSED, FALLBACKS, SIMILAR, RESTARTS, LOADED)
