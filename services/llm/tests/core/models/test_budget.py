import pytest

from flowforge_llm.core.errors import BudgetSpent
from flowforge_llm.core.models.budget import Hold, Tally, UsageSheet, affordable_output
from flowforge_llm.core.models.catalog import ModelCard, TierLimits

CARD = ModelCard.model_validate(
    {
        "name": "m",
        "engine": "llama",
        "engine_model": "m",
        "context_length": 100,
        "can": [],
        "price": {"input_per_million": 1_000_000, "output_per_million": 2_000_000},
    }
)


def test_a_sheet_survives_its_storage() -> None:
    sheet = UsageSheet()
    sheet.add(3, "m", Tally(1, 10, 5, 0.25))
    sheet.add(3, "m", Tally(1, 1, 1, 0.25))
    sheet.holds["h"] = Hold(7, 0.5, 1e10)
    read = UsageSheet.read(sheet.write())
    assert read == sheet
    assert read.days[3]["m"] == Tally(2, 11, 6, 0.5)
    assert UsageSheet.read(None) == UsageSheet()


def test_what_is_held_counts_until_it_lapses() -> None:
    limits = TierLimits(tokens_per_day=100, tokens_per_month=1000, cost_per_month=10)
    sheet = UsageSheet()
    sheet.add(2, "m", Tally(1, 10, 20, 1.0))
    sheet.add(3, "m", Tally(1, 5, 5, 2.0))
    sheet.holds["h"] = Hold(40, 3.0, lapses=50)
    assert [(one.unit, one.left) for one in sheet.left(limits, 3)] == [
        ("tokens a day", 50),
        ("tokens a month", 920),
        ("cost a month", 4.0),
    ]
    sheet.forget_lapsed(51)
    assert sheet.left(limits, 3)[0].left == 90


def test_an_unsaid_length_is_cut_to_what_is_left() -> None:
    left = UsageSheet().left(TierLimits(tokens_per_day=30), 1)
    assert affordable_output(left, CARD, 10, 90, is_asked=False) == 20
    assert affordable_output(left, CARD, 29, 90, is_asked=False) == 1
    with pytest.raises(BudgetSpent):
        affordable_output(left, CARD, 30, 90, is_asked=False)


def test_a_said_length_is_given_or_refused() -> None:
    left = UsageSheet().left(TierLimits(tokens_per_day=30), 1)
    assert affordable_output(left, CARD, 10, 20, is_asked=True) == 20
    with pytest.raises(BudgetSpent) as caught:
        affordable_output(left, CARD, 10, 21, is_asked=True)
    assert "30 tokens a day" in caught.value.text
    assert "30 are left, and this request may need 31" in caught.value.text


def test_money_is_a_limit_too() -> None:
    left = UsageSheet().left(TierLimits(cost_per_month=50), 1)
    assert affordable_output(left, CARD, 10, 90, is_asked=False) == 20
    with pytest.raises(BudgetSpent):
        affordable_output(left, CARD, 60, 90, is_asked=False)


def test_a_model_without_a_price_costs_nothing() -> None:
    free = CARD.model_copy(
        update={"price": CARD.price.model_copy(update={"output_per_million": 0, "input_per_million": 0})}
    )
    left = UsageSheet().left(TierLimits(cost_per_month=1), 1)
    assert affordable_output(left, free, 1000, 90, is_asked=False) == 90
