import httpx
import pytest

from flowforge_llm.core.moderation import CATEGORIES


def test_every_category_has_a_score_and_the_model_is_named(client: httpx.Client) -> None:
    told = client.post("/moderations", json={"input": ["I like trains.", "I will kill you."]}).json()
    assert told["model"] == "smollm2-135m-instruct"
    assert len(told["results"]) == 2
    assert told["review_reasons"] == ["untrained_model"]
    for result in told["results"]:
        assert set(result["category_scores"]) == set(result["categories"]) == set(CATEGORIES)
        assert all(0 <= score <= 1 for score in result["category_scores"].values())
        assert result["flagged"] == any(result["categories"].values())
        for name, score in result["category_scores"].items():
            assert result["categories"][name] == (score > 0.5)


@pytest.mark.parametrize("body", [{"input": ""}, {"input": []}, {"input": "a", "model": "all-minilm-l6-v2"}])
def test_what_cannot_be_is_refused(client: httpx.Client, body: dict[str, object]) -> None:
    assert client.post("/moderations", json=body).status_code == 400
