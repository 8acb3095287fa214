import httpx

PATH = "/api/v1/math/optimize/knapsack"


def test_the_instance_p08_of_florida_state_university(client: httpx.Client) -> None:
    """The knapsack instance P08: 24 items, optimal value 13,549,094."""
    weights = [
        382745,
        799601,
        909247,
        729069,
        467902,
        44328,
        34610,
        698150,
        823460,
        903959,
        853665,
        551830,
        610856,
        670702,
        488960,
        951111,
        323046,
        446298,
        931161,
        31385,
        496951,
        264724,
        224916,
        169684,
    ]
    values = [
        825594,
        1677009,
        1676628,
        1523970,
        943972,
        97426,
        69666,
        1296457,
        1679693,
        1902996,
        1844992,
        1049289,
        1252836,
        1319836,
        953277,
        2067538,
        675367,
        853655,
        1826027,
        65731,
        901489,
        577243,
        466257,
        369261,
    ]
    items = [
        {"name": str(place), "value": value, "weight": weight}
        for place, (value, weight) in enumerate(zip(values, weights, strict=True))
    ]
    answer = client.post(PATH, json={"items": items, "capacity": 6404180}).json()
    assert (answer["value"], answer["optimal"]) == (13549094, True)
    assert answer["weight"] <= 6404180


def test_copies(client: httpx.Client) -> None:
    body = {"items": [{"name": "a", "value": 3, "weight": 2, "copies": 5}], "capacity": 7}
    assert client.post(PATH, json=body).json()["items"] == [{"name": "a", "count": 3}]
