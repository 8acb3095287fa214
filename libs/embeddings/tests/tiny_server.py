"""The smallest program that `ChildServer` runs: it listens, prints its URL, and exits with its input."""

import http.server
import sys
import threading

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdout.write(f"http://127.0.0.1:{server.server_port}/v1\n")
sys.stdout.flush()
sys.stdin.buffer.read()
