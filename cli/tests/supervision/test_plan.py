from flowforge_cli.supervision.plan import Part, Plan, Probe, from_json, http_probe, to_json


def test_a_plan_survives_the_pipe() -> None:
    part = Part("crypto", 1, ("python", "-m", "x"), {"A": "1"}, http_probe(3001, "/ready"), "/l", port=3001)
    other = Part("authz", 1, ("python",), {}, Probe("/run/authz.sock"), "/m", essential=True)
    plan = Plan("http://127.0.0.1:8000", "/lock", "/status", (part, other))
    assert from_json(to_json(plan)) == plan
