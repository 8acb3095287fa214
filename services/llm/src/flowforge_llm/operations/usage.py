"""Report the usage of the caller in a month, and what is left of its budgets: GET /api/v1/llm/usage.

By day and model, in the engine's token counts. Running requests are counted at their maximum. Days and months
are in UTC. A request that its caller abandoned is charged in full if it was not streamed and the tier has a
budget.
"""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.models.budget import Tally, UsageSheet
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.usage_accounting import read_sheet
from servicekit import Context, RequestBody, operation


class UsageRequest(RequestBody):
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = Field(
        None, description="YYYY-MM; the current month if left out."
    )


class ModelUsage(BaseModel):
    model: str = Field(description="Name of the model that answered.")
    requests: int = Field(description="Requests that the model answered.")
    input_tokens: int = Field(description="Tokens of the input.")
    output_tokens: int = Field(description="Tokens that the model wrote.")
    cost: float = Field(description="What its tokens cost, by the model's price.")


class DayUsage(BaseModel):
    date: str = Field(description="The day in UTC, as 2026-01-31.")
    models: list[ModelUsage] = Field(description="Usage of each model on this day.")


class BudgetLeft(BaseModel):
    unit: str = Field(description="tokens a day, tokens a month, or cost a month")
    limit: float = Field(description="The budget for the month.")
    left: float = Field(description="What is left of it.")


class UsageResult(BaseModel):
    month: str = Field(description="The month, as 2026-01.")
    total: list[ModelUsage] = Field(description="Of the whole month, by model.")
    days: list[DayUsage] = Field(description="Days with usage, in order.")
    budgets: list[BudgetLeft] = Field(description="For the current day and month; empty without budgets.")


@operation("/usage", method="GET", example=None)
async def show_usage(request: UsageRequest, context: Context, models: ModelService) -> UsageResult:
    now = datetime.now(UTC)
    month = request.month or f"{now:%Y-%m}"
    sheet = await asyncio.to_thread(read_sheet, context.store, month)
    current = (
        sheet
        if month == f"{now:%Y-%m}"
        else await asyncio.to_thread(read_sheet, context.store, f"{now:%Y-%m}")
    )
    current.forget_lapsed(now.timestamp())
    left = current.left(models.catalog.limits(context.consumer.tier), now.day)
    return UsageResult(
        month=month,
        total=_models(_sum(sheet)),
        days=[
            DayUsage(date=f"{month}-{day:02}", models=_models(sheet.days[day])) for day in sorted(sheet.days)
        ],
        budgets=[BudgetLeft(unit=one.unit, limit=one.limit, left=max(one.left, 0)) for one in left],
    )


def _sum(sheet: UsageSheet) -> dict[str, Tally]:
    whole = UsageSheet()
    for models in sheet.days.values():
        for model, tally in models.items():
            whole.add(0, model, tally)
    return whole.days.get(0, {})


def _models(tallies: dict[str, Tally]) -> list[ModelUsage]:
    return [
        ModelUsage(
            model=model,
            requests=tally.requests,
            input_tokens=tally.input_tokens,
            output_tokens=tally.output_tokens,
            cost=round(tally.cost, 9),
        )
        for model, tally in sorted(tallies.items())
    ]
