#!/usr/bin/env python3
"""Registers the suite's clients at a running authgent-server and writes the target description.

usage: setup.py URL DIR VERSION
"""
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

url, folder, version = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CALLBACK = "https://client.example/callback"
# Role → grants and scopes. The server has shared secrets only: that is what it offers.
CLIENTS = {
    "agent": (["client_credentials", "refresh_token", "authorization_code", EXCHANGE, JWT_BEARER], "read write one two three"),
    "agent-secret": (["client_credentials"], "read"),
    "agent-public": (["authorization_code", "refresh_token"], "read"),
    "agent-2": (["client_credentials", "refresh_token", "authorization_code", EXCHANGE], "one two three read"),
    "agent-3": (["client_credentials", EXCHANGE], "two three read"),
    "agent-limited": (["client_credentials"], "read"),
    "tool": (["client_credentials", EXCHANGE], "read"),
    "rs-a": (["client_credentials"], "read"),
    "rs-b": (["client_credentials"], "read"),
}


def method(role):
    return "none" if role == "agent-public" else "client_secret_basic"


def authentication(role):
    return "{method: none}" if role == "agent-public" else f"{{method: client_secret_basic, secret: {{file: {role}.secret}}}}"


def wait_until_up():
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"{url} does not answer")


def register(role, grants, scope):
    body = {
        "client_name": role, "grant_types": grants, "scope": scope, "token_endpoint_auth_method": method(role),
        "redirect_uris": [CALLBACK], "response_types": ["code"],
    }
    request = urllib.request.Request(
        f"{url}/register", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        client = json.load(answer)
    secret = folder / f"{role}.secret"
    secret.touch(mode=0o600)
    secret.write_text(client["client_secret"])
    return client["client_id"]


wait_until_up()
ids = {role: register(role, *rest) for role, rest in CLIENTS.items()}
clients = "\n".join(
    f'  {role}: {{server: home, id: "{ids[role]}", authentication: {authentication(role)}, '
    f'scopes: [{", ".join(scope.split())}], redirect-uri: "{CALLBACK}"}}'
    for role, (_, scope) in CLIENTS.items())
template = pathlib.Path(__file__).with_name("target.yaml.in").read_text()
text = template.replace("@URL@", url).replace("@VERSION@", version).replace("@CLIENTS@", clients)
(folder / "target.yaml").write_text(text)
