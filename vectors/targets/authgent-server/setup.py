#!/usr/bin/env python3
"""Registers the suite's clients at two running instances of authgent-server and writes the target description.

usage: setup.py DIR VERSION HOME_URL ABROAD_URL ISSUER_URL [TRUSTED_URL]
"""
import json
import pathlib
import ssl
import sys
import time
import urllib.error
import urllib.request

folder, version, home, abroad, issuer = pathlib.Path(sys.argv[1]), *sys.argv[2:6]
trusted = "".join(f', "{each}"' for each in sys.argv[6:] if each)
context = ssl.create_default_context(cafile=folder / "ca.pem")
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CALLBACK = "https://client.example/callback"
# Role → grants and scopes. The server has shared secrets only: that is what it offers.
CLIENTS = {
    "agent": (["client_credentials", "refresh_token", "authorization_code", EXCHANGE, JWT_BEARER], "read write one two three"),
    "agent-secret": (["client_credentials"], "read"),
    "agent-public": (["authorization_code", "refresh_token"], "read"),
    "agent-2": (["client_credentials", "refresh_token", "authorization_code", EXCHANGE], "one two three read"),
    "agent-3": (["client_credentials", EXCHANGE], "one two three read"),
    "agent-limited": (["client_credentials"], "read"),
    "agent-bound": (["client_credentials"], "read"),
    "agent-abroad": (["client_credentials", JWT_BEARER], "read write"),
    "tool": (["client_credentials", EXCHANGE], "read"),
    "rs-a": (["client_credentials"], "read"),
    "rs-b": (["client_credentials"], "read"),
}
# Where a client may go; the others may go anywhere.
ALLOWED = {"tool": ["https://downstream.example"]}


def server(role):
    return ("abroad", abroad) if role == "agent-abroad" else ("home", home)


def method(role):
    return "none" if role == "agent-public" else "client_secret_basic"


def authentication(role):
    return "{method: none}" if role == "agent-public" else f"{{method: client_secret_basic, secret: {{file: {role}.secret}}}}"


def wait_until_up(url):
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2, context=context):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"{url} does not answer")


def register(role, grants, scope):
    body = {
        "client_name": role, "grant_types": grants, "scope": scope, "token_endpoint_auth_method": method(role),
        "redirect_uris": [CALLBACK], "response_types": ["code"], "dpop_bound_access_tokens": role == "agent-bound",
        "allowed_resources": ALLOWED.get(role, []),
    }
    request = urllib.request.Request(
        f"{server(role)[1]}/register", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=10, context=context) as answer:
        client = json.load(answer)
    secret = folder / f"{role}.secret"
    secret.touch(mode=0o600)
    secret.write_text(client["client_secret"])
    return client["client_id"]


for each in (home, abroad):
    wait_until_up(each)
ids = {role: register(role, *rest) for role, rest in CLIENTS.items()}
clients = "\n".join(
    f'  {role}: {{server: {server(role)[0]}, id: "{ids[role]}", authentication: {authentication(role)}, '
    f'scopes: [{", ".join(scope.split())}], redirect-uri: "{CALLBACK}"}}'
    for role, (_, scope) in CLIENTS.items())
text = pathlib.Path(__file__).with_name("target.yaml.in").read_text()
for name, value in (("URL", home), ("ABROAD", abroad), ("ISSUER", issuer), ("VERSION", version), ("CLIENTS", clients), ("TRUSTED", trusted)):
    text = text.replace(f"@{name}@", value)
(folder / "target.yaml").write_text(text)
