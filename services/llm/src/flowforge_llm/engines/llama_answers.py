"""What llama.cpp answers, as OpenAI has it: usage over all choices, log-probabilities in shape.

The server reports the tokens of one choice only. They are counted by their log-probabilities, one for each,
which are asked for where there are several choices and left out where the caller did not ask.
"""

from collections import defaultdict
from typing import Any

from flowforge_llm.core.models.port import Body

_COMPLETIONS = "/completions"
Token = dict[str, Any]


def wish(path: str, body: Body) -> dict[str, Any]:
    """Return what has to be asked for besides, so that `LlamaAnswers` can do its work."""
    asked = _asked_tops(path, body)
    if asked is None and (body.get("n") or 1) == 1:
        return {}
    tops = max(asked or 0, 1)
    return {"logprobs": tops} if path == _COMPLETIONS else {"logprobs": True, "top_logprobs": tops}


def _asked_tops(path: str, body: Body) -> int | None:
    """Return how many alternatives the caller wants to see, None for no log-probabilities at all."""
    wanted = body.get("logprobs")
    if path == _COMPLETIONS:
        return None if wanted is None else int(wanted)
    return int(body.get("top_logprobs") or 0) if wanted else None


class LlamaAnswers:
    """Amends the whole answer of one request, or its chunks one after the other."""

    def __init__(self, path: str, body: Body) -> None:
        self._is_legacy = path == _COMPLETIONS
        self._tops = _asked_tops(path, body)
        self._has_several = (body.get("n") or 1) > 1
        self._count = 0
        self._offsets: defaultdict[int, int] = defaultdict(int)

    def amend(self, document: dict[str, Any]) -> dict[str, Any]:
        document.pop("timings", None)
        for choice in document.get("choices", ()):
            if choice.get("logprobs"):
                tokens = choice["logprobs"].get("content") or []
                self._count += len(tokens)
                choice["logprobs"] = self._shaped(tokens, choice["index"])
        usage = document.get("usage")
        if usage and self._has_several:
            usage["completion_tokens"] = self._count
            usage["total_tokens"] = usage["prompt_tokens"] + self._count
        return document

    def _shaped(self, tokens: list[Token], index: int) -> dict[str, Any] | None:
        if self._tops is None:
            return None
        if self._is_legacy:
            return self._legacy(tokens, index, self._tops)
        return {"content": [_plain(one, self._tops) for one in tokens], "refusal": None}

    def _legacy(self, tokens: list[Token], index: int, tops: int) -> dict[str, Any]:
        """Return four lists side by side, as text completions have them; offsets count characters.

        The token that was drawn is among its alternatives, also where it makes them one more.
        """
        offsets = []
        for one in tokens:
            offsets.append(self._offsets[index])
            self._offsets[index] += len(one["token"])
        alternatives = [
            {top["token"]: top["logprob"] for top in (*one["top_logprobs"][:tops], one)} for one in tokens
        ]
        return {
            "tokens": [one["token"] for one in tokens],
            "token_logprobs": [one["logprob"] for one in tokens],
            "top_logprobs": alternatives if tops else None,
            "text_offset": offsets,
        }


def _plain(token: Token, tops: int) -> Token:
    return {**_known(token), "top_logprobs": [_known(top) for top in token["top_logprobs"][:tops]]}


def _known(token: Token) -> Token:
    return {name: token[name] for name in ("token", "logprob", "bytes")}
