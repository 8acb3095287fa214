"""Start, stop, and what happens when somebody pulls the plug."""

import hashlib
import json
import os
import pty
import shlex
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psutil
import pytest
from system_stand.platform import COMMAND, Platform, wait_for

pytestmark = pytest.mark.system

STOP_SECONDS = 30


@contextmanager
def foreground(platform: Platform, output: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `flowforge up` with *output* as its standard output, until it greets or ends."""
    with subprocess.Popen(
        [COMMAND, "up", "crypto"],
        env={**platform.environment, "TERM": "xterm"},
        cwd=platform.home.parent,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def is_up(platform: Platform) -> bool:
    status = platform.home / "status.json"
    return status.exists() and json.loads(status.read_text())["state"] == "running"


def read_all(descriptor: int, enough: str) -> str:
    text = ""
    while enough not in text:
        try:
            more = os.read(descriptor, 1 << 16)
        except OSError:  # what a terminal says after its last writer
            more = b""
        assert more, f"it ended before it said {enough!r}: {text}"
        text += more.decode(errors="replace")
    return text


def all_gone(processes: list[psutil.Process]) -> bool:
    return not [it for it in processes if it.is_running() and it.status() != psutil.STATUS_ZOMBIE]


def test_a_terminal_sees_one_screen_and_ctrl_c_stops_all(another: Platform) -> None:
    master, terminal = pty.openpty()
    with foreground(another, terminal) as process:
        os.close(terminal)
        screen = read_all(master, "Ctrl-C stops it")
        assert "✓" in screen
        assert f"FlowForge is running at {another.address}" in screen
        processes = another.processes()
        assert len(processes) >= 6
        process.send_signal(signal.SIGINT)
        read_all(master, "Stopped.")
        assert process.wait(STOP_SECONDS) == 0
    os.close(master)
    assert all_gone(processes)


def test_a_pipe_gets_plain_lines_and_the_printed_call_works(another: Platform) -> None:
    reader, writer = os.pipe()
    with foreground(another, writer) as process:
        os.close(writer)
        text = read_all(reader, "Ctrl-C stops it")
        assert "\x1b" not in text
        assert "Valkey: 127.0.0.1:" in text
        call = next(line.strip() for line in text.splitlines() if line.strip().startswith("curl "))
        answer = subprocess.run(shlex.split(call), capture_output=True, text=True, check=True, timeout=30)
        assert json.loads(answer.stdout)["hash"] == hashlib.sha256(b"hello").hexdigest()
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0
    os.close(reader)


def test_nothing_is_left_when_the_supervisor_is_killed(another: Platform) -> None:
    reader, writer = os.pipe()
    with foreground(another, writer) as process:
        os.close(writer)
        read_all(reader, "Ctrl-C stops it")
        processes = another.processes()
        processes[0].kill()
        assert process.wait(STOP_SECONDS) == 1
    wait_for(lambda: all_gone(processes))
    assert "the supervisor ended with status -9" in os.read(reader, 1 << 16).decode()
    os.close(reader)
    assert another.run("status").returncode == 3


def test_nothing_is_left_when_the_command_is_killed(another: Platform) -> None:
    reader, writer = os.pipe()
    with foreground(another, writer) as process:
        os.close(writer)
        read_all(reader, "Ctrl-C stops it")
        processes = another.processes()
        process.kill()
    wait_for(lambda: all_gone(processes))
    os.close(reader)


def test_up_twice(platform: Platform) -> None:
    again = platform.run("up")
    assert again.returncode == 1
    assert again.stderr.startswith(f"flowforge: FlowForge is already running at {platform.address}: ")
    assert again.stderr.endswith("flowforge down' stops it\n")


def test_a_taken_port_is_named(another: Platform) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        refused = subprocess.run(
            [COMMAND, "up"],
            env={**another.environment, "FLOWFORGE_PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert refused.returncode == 1
    assert f"port {port} is in use by " in refused.stderr
    assert f"FLOWFORGE_PORT={port + 1}" in refused.stderr


def test_a_service_that_cannot_start_is_named_and_the_others_run(another: Platform) -> None:
    environment = {**another.environment, "FLOWFORGE_CRYPTO_MASTER_KEY": "", "FLOWFORGE_THREADS": "none"}
    started = subprocess.run(
        [COMMAND, "up", "crypto", "--detach"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode == 0
    assert "crypto ended with status" in started.stdout
    assert "FLOWFORGE_THREADS" in started.stdout  # its log's last lines name the setting
    assert another.run("status").returncode == 1


def test_status(platform: Platform) -> None:
    wait_for(lambda: platform.run("status").returncode == 0)
    told = platform.told("status", "--json")
    assert told["state"] == "running"
    names = [part["name"] for part in told["parts"]]
    assert {"valkey", "crypto", "math", "authz", "envoy"} <= set(names)
    assert {part["state"] for part in told["parts"]} == {"running"}
    assert all(part["memory_bytes"] > 1 << 20 for part in told["parts"])
    assert platform.address in platform.run("status").stdout


@contextmanager
def traffic(platform: Platform, key: str, request_id: str) -> Iterator[None]:
    """Call the service again and again."""
    over = threading.Event()

    def call() -> None:
        with platform.client(key) as client:
            while not over.wait(0.1):
                client.post("/api/v1/crypto/hash", json={"text": "x"}, headers={"X-Request-ID": request_id})

    thread = threading.Thread(target=call)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_log_is_followed(platform: Platform, key: str) -> None:
    with subprocess.Popen(
        [COMMAND, "logs", "crypto", "-f", "-n", "0"],
        env=platform.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as following:
        assert following.stdout is not None
        with traffic(platform, key, "followed"):  # until it is seen: nobody knows when the command is ready
            assert "followed" in following.stdout.readline()
        following.send_signal(signal.SIGINT)
        assert following.wait(10) == 0


def test_secrets_are_for_their_owner_alone(platform: Platform) -> None:
    assert platform.home.stat().st_mode & 0o777 == 0o700
    files = [
        *(platform.home / "secrets").iterdir(),
        *platform.home.glob("*.json"),
        platform.home / "demo-key",
    ]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    secrets = {path.read_text().strip() for path in (platform.home / "secrets").iterdir()}
    shown = [" ".join(process.cmdline()) for process in platform.processes()]
    assert not [line for line in shown for secret in secrets if secret in line]
    logs = "".join(path.read_text() for path in (platform.home / "logs").iterdir())
    assert not [
        secret for secret in (*secrets, (platform.home / "demo-key").read_text().strip()) if secret in logs
    ]


def test_tls_answers_who_trusts_the_local_authority(another: Platform) -> None:
    told = another.run("up", "crypto", "--tls", "--detach").stdout
    try:
        assert "running at https://127.0.0.1:" in told
        command = shlex.split(next(line for line in told.splitlines() if "curl " in line))
        address, key = command[-1], next(word for word in command if word.startswith("X-API-Key"))
        context = ssl.create_default_context(cafile=command[command.index("--cacert") + 1])
        headers = dict([key.split(": ")])
        with httpx.Client(verify=context, headers=headers) as client:
            assert client.post(address, json={"text": "hello"}).status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.post(address, json={"text": "hello"})
    finally:
        another.run("down")
