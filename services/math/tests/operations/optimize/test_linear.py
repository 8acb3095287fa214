import base64
import itertools
from pathlib import Path

import httpx
import pytest

PATH = "/api/v1/math/optimize/linear"


def test_wyndor_glass(client: httpx.Client) -> None:
    """F. Hillier, G. Lieberman, Introduction to Operations Research: 36 at (2, 6), prices 0, 3/2, 1."""
    body = {
        "goal": "maximize",
        "objective": "3x + 5y",
        "constraints": ["x <= 4", "2y <= 12", "3x + 2y <= 18"],
    }
    answer = client.post(PATH, json=body).json()
    assert (answer["objective"], answer["optimal"]) == (pytest.approx(36), True)
    assert {one["name"]: one["value"] for one in answer["values"]} == {"x": 2, "y": 6}
    assert [one["shadow_price"] for one in answer["constraints"]] == [
        pytest.approx(value) for value in (0, 1.5, 1)
    ]
    assert [one["slack"] for one in answer["constraints"]] == [pytest.approx(value) for value in (2, 0, 0)]


def test_whole_numbers(client: httpx.Client) -> None:
    body = {
        "goal": "maximize",
        "objective": "5x + 4y",
        "constraints": ["6x + 4y <= 24", "x + 2y <= 6"],
        "variables": {"x": {"kind": "integer"}, "y": {"kind": "integer"}},
    }
    assert client.post(PATH, json=body).json()["objective"] == pytest.approx(20)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            {"goal": "minimize", "objective": "x", "constraints": ["x >= 2", "x <= 1"]},
            "OPTIMIZATION_INFEASIBLE",
        ),
        ({"goal": "maximize", "objective": "x"}, "OPTIMIZATION_UNBOUNDED"),
        ({"goal": "maximize", "objective": "x*y"}, "OPTIMIZATION_NOT_SUITABLE"),
        ({"goal": "maximize", "objective": "x +"}, "EXPRESSION_MALFORMED"),
        ({"goal": "maximize", "objective": "9**9**9*x"}, "OPTIMIZATION_NOT_SUITABLE"),
        (
            {"goal": "maximize", "objective": "x", "constraints": ["(-1)^0.5*x < 1"]},
            "OPTIMIZATION_NOT_SUITABLE",
        ),
        (
            {"goal": "maximize", "objective": "x", "constraints": ["x < 1e308*10"]},
            "OPTIMIZATION_NOT_SUITABLE",
        ),
        ({"objective": "x"}, "VALIDATION_ERROR"),
        ({"goal": "maximize"}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


# Netlib's published optimal values.
OPTIMA = {
    "adlittle": 2.2549496316e05,
    "afiro": -4.6475314286e02,
    "blend": -3.0812149846e01,
    "kb2": -1.7499001299e03,
    "recipe": -2.6661600000e02,
    "sc50b": -7.0000000000e01,
    "share2b": -4.1573224074e02,
    "vtp-base": 1.2983146246e05,
}
FOLDER = Path(__file__).parents[2] / "data" / "netlib"


@pytest.mark.parametrize("name", sorted(OPTIMA))
def test_netlib(client: httpx.Client, name: str) -> None:
    content = (FOLDER / f"{name}.mps").read_bytes()
    answer = client.post(PATH, files={"file": (f"{name}.mps", content)})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["optimal"], found["goal"]) == (True, "minimize")
    assert found["objective"] == pytest.approx(OPTIMA[name], rel=1e-9)
    assert all(one["slack"] >= -1e-6 for one in found["constraints"])


@pytest.mark.parametrize("name", ["galenet", "itest2", "itest6"])
def test_infeasible_programs_of_netlib(client: httpx.Client, name: str) -> None:
    file = {"base64": base64.b64encode((FOLDER / f"{name}.mps").read_bytes()).decode()}
    answer = client.post(PATH, json={"file": file})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "OPTIMIZATION_INFEASIBLE")


def test_a_file_that_is_no_program(client: httpx.Client) -> None:
    answer = client.post(PATH, files={"file": ("x.mps", b"NAME\nROWS\n N COST\n")})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "LINEAR_PROGRAM_UNREADABLE")


def stein27() -> str:
    """Write MIPLIB's stein27: hit every line of the affine space of 27 points, with 13 points or more.

    D. Fulkerson, G. Nemhauser, L. Trotter, "Two computationally difficult set covering problems" (1974).
    """
    points = list(itertools.product(range(3), repeat=3))
    lines = [
        line
        for line in itertools.combinations(range(27), 3)
        if all(sum(points[place][axis] for place in line) % 3 == 0 for axis in range(3))
    ]
    text = ["NAME STEIN27", "ROWS", " N COST", *(f" G R{row}" for row in range(len(lines) + 1)), "COLUMNS"]
    text.append(" M1 'MARKER' 'INTORG'")
    for point in range(27):
        rows = [f"R{row}" for row, line in enumerate([*lines, tuple(range(27))]) if point in line]
        text += [f" X{point} {row} 1" for row in ("COST", *rows)]
    text += [" M2 'MARKER' 'INTEND'", "RHS", *(f" RHS R{row} 1" for row in range(len(lines)))]
    text += [f" RHS R{len(lines)} 13", "BOUNDS", *(f" UP BND X{point} 1" for point in range(27)), "ENDATA"]
    return "\n".join(text) + "\n"


def test_the_published_optimum_of_an_integer_program_of_miplib(client: httpx.Client) -> None:
    answer = client.post(
        PATH, json={"file": {"base64": base64.b64encode(stein27().encode()).decode()}}
    ).json()
    assert (answer["optimal"], answer["objective"]) == (True, pytest.approx(18))
