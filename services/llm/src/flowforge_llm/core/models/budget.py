"""The sheet of one consumer and month: what was used, what is held for requests that run, what is left."""

from dataclasses import dataclass, field
from typing import Any, Self

import orjson

from flowforge_llm.core.errors import BudgetSpent
from flowforge_llm.core.models.catalog import ModelCard, TierLimits


@dataclass(slots=True)
class Tally:
    """What one model was used for on one day."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Hold:
    """What a running request may need at most. It lapses by itself, should its service be killed."""

    tokens: int
    cost: float
    lapses: float


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one budget."""

    unit: str
    limit: float
    left: float


@dataclass(slots=True)
class UsageSheet:
    """One month. Days are numbers of the month in UTC."""

    days: dict[int, dict[str, Tally]] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes | None) -> Self:
        document: dict[str, Any] = orjson.loads(content) if content is not None else {}
        days = {
            int(day): {model: Tally(*values) for model, values in models.items()}
            for day, models in document.get("days", {}).items()
        }
        return cls(days, {name: Hold(*values) for name, values in document.get("holds", {}).items()})

    def write(self) -> bytes:
        days = {
            str(day): {
                model: [tally.requests, tally.input_tokens, tally.output_tokens, tally.cost]
                for model, tally in models.items()
            }
            for day, models in self.days.items()
        }
        holds = {name: [hold.tokens, hold.cost, hold.lapses] for name, hold in self.holds.items()}
        return orjson.dumps({"days": days, "holds": holds})

    def add(self, day: int, model: str, tally: Tally) -> None:
        known = self.days.setdefault(day, {}).setdefault(model, Tally())
        known.requests += tally.requests
        known.input_tokens += tally.input_tokens
        known.output_tokens += tally.output_tokens
        known.cost += tally.cost

    def forget_lapsed(self, now: float) -> None:
        self.holds = {name: hold for name, hold in self.holds.items() if hold.lapses > now}

    def left(self, limits: TierLimits, day: int) -> list[Left]:
        """Return what is left of every budget of the tier; what is held counts as used."""
        held_tokens = sum(hold.tokens for hold in self.holds.values())
        held_cost = sum(hold.cost for hold in self.holds.values())
        today = list(self.days.get(day, {}).values())
        month = [tally for models in self.days.values() for tally in models.values()]
        used = {
            "tokens a day": (limits.tokens_per_day, _tokens(today) + held_tokens),
            "tokens a month": (limits.tokens_per_month, _tokens(month) + held_tokens),
            "cost a month": (limits.cost_per_month, sum(one.cost for one in month) + held_cost),
        }
        return [
            Left(unit, limit, limit - spent) for unit, (limit, spent) in used.items() if limit is not None
        ]


def affordable_output(
    left: list[Left], card: ModelCard, input_tokens: int, wanted: int, *, is_asked: bool
) -> int:
    """Return how many output tokens a request may make, *wanted* at most.

    Raises BudgetSpent if there is nothing left for it, or less than it asked for.
    """
    allowed = wanted
    for one in left:
        if one.unit.startswith("tokens"):
            room = int(one.left) - input_tokens
        else:
            price = card.price.output_per_million / 1_000_000
            rest = one.left - card.price.of(input_tokens, 0)
            room = wanted if price == 0 and rest >= 0 else int(rest / price) if price else -1
        if room < (wanted if is_asked else min(1, wanted)):
            raise _spent(one, card, input_tokens, wanted if is_asked else min(1, wanted))
        allowed = min(allowed, room)
    return allowed


def _spent(one: Left, card: ModelCard, input_tokens: int, output_tokens: int) -> BudgetSpent:
    counts_tokens = one.unit.startswith("tokens")
    needed = input_tokens + output_tokens if counts_tokens else card.price.of(input_tokens, output_tokens)
    left = max(one.left, 0)
    return BudgetSpent(limit=f"{one.limit:g}", unit=one.unit, left=f"{left:g}", needed=f"{needed:g}")


def _tokens(tallies: list[Tally]) -> int:
    return sum(tally.input_tokens + tally.output_tokens for tally in tallies)
