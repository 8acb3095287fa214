import httpx


def test_the_score_is_positive_less_negative(client: httpx.Client) -> None:
    told = client.post("/sentiment", json={"text": "I love it. It is wonderful."}).json()
    shares = told["shares"]
    assert abs(sum(shares.values()) - 1) < 0.001
    assert abs(told["score"] - (shares["positive"] - shares["negative"])) < 0.001
    assert told["sentiment"] == max(shares, key=shares.get)


KIND = (
    "I love it, it is wonderful.",
    "A great film with a charming cast.",
    "Excellent. Best phone I have had.",
)
ANGRY = ("It is awful and I hate it.", "A dull film, a waste of time.", "It broke after two days. Useless.")


def test_kind_texts_score_above_angry_ones(client: httpx.Client) -> None:
    kind, angry = (
        sum(client.post("/sentiment", json={"text": text}).json()["score"] for text in texts)
        for texts in (KIND, ANGRY)
    )
    assert kind > angry
