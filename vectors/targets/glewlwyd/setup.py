#!/usr/bin/env python3
"""Configures a fresh Glewlwyd over its API, writes the target description, and then stands for the browser of alice: a relay to the
authorization endpoint that adds her session, because the login page is a program that runs in a browser.

usage: setup.py DIR PORT VERSION
"""
import http.client
import http.cookiejar
import http.server
import json
import pathlib
import secrets
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

folder, port, version = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
base, relay = f"https://localhost:{port}", f"https://localhost:{port + 1}"
issuer = f"{base}/api/as"
context = ssl.create_default_context(cafile=folder / "ca.pem")
CALLBACK = "https://client.example/callback"
TOOL, OTHER = "https://tool.example", "https://other-tool.example"
# Resources of mod-oauth2/start.sh --with-glewlwyd.
GUARDED = "https://localhost:9113"
SCOPES = ("read", "write")
CODE, CREDENTIALS, REFRESH, CIBA = "code", "client_credentials", "refresh_token", "urn:openid:params:grant-type:ciba"
CLIENTS = {
    "agent": "private_key_jwt", "agent-2": "private_key_jwt", "agent-bound": "private_key_jwt", "agent-mtls": "tls_client_auth",
    "agent-secret": "client_secret_basic", "agent-public": "none",
}


def session():
    """A browser: cookies of its own."""
    jar = http.cookiejar.CookieJar()
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), urllib.request.HTTPCookieProcessor(jar)), jar


def call(browser, method, path, body=None):
    request = urllib.request.Request(
        f"{base}/api{path}", None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
    try:
        with browser.open(request, timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")


def log_in(browser, name, password):
    call(browser, "POST", "/auth/", {"username": name, "password": password})


def public(name):
    return {key: value for key, value in json.loads((folder / f"{name}.jwk").read_text()).items() if key != "d"}


def plugin():
    return {
        "iss": issuer, "jwks-private": json.dumps({"keys": [json.loads((folder / "as.jwk").read_text())]}), "access-token-duration": 600,
        "refresh-token-duration": 86400, "code-duration": 600, "refresh-token-rolling": True, "allow-non-oidc": True,
        "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True, "auth-type-client-enabled": True, "auth-type-device-enabled": False,
        "auth-type-refresh-enabled": True, "auth-type-token-enabled": False, "auth-type-password-enabled": False,
        "refresh-token-one-use": "always", "jwks-show": True, "pkce-allowed": True, "pkce-required": True, "request-parameter-allow": True,
        "request-maximum-exp": 3600, "request-parameter-ietf-strict": True, "client-jwks-parameter": "jwks", "client-jwks_uri-parameter": "jwks_uri",
        "client-pubkey-parameter": "pubkey", "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True,
        "register-client-allowed": False, "client-cert-source": "TLS", "client-cert-use-endpoint-aliases": True, "client-cert-self-signed-allowed": True,
        "oauth-dpop-allowed": True, "oauth-dpop-iat-duration": 60, "oauth-dpop-nonce-mandatory": False,
        "oauth-dpop-dpop_bound_access_tokens-property": "dpop_bound_access_tokens", "resource-allowed": True,
        "resource-scope": {"read": [TOOL, OTHER, f"{GUARDED}/tool", f"{GUARDED}/other"], "write": [TOOL, f"{GUARDED}/tool"]}, "resource-scope-and-client-property": False, "resource-client-property": "resource",
        "oauth-rar-allowed": False, "oauth-par-allowed": True, "oauth-par-required": False,
        "oauth-par-request_uri-prefix": "urn:ietf:params:oauth:request_uri:", "oauth-par-duration": 90, "oauth-ciba-allowed": False,
        "oauth-as-iss-id": True, "session-management-allowed": False, "allowed-scope": ["openid", *SCOPES],
    }


def register(browser, name, method):
    grants = [CREDENTIALS] if name in ("agent-mtls", "agent-bound", "agent-secret") else [CODE, REFRESH]
    if name in ("agent", "agent-2"):
        grants.append(CREDENTIALS)
    client = {
        "client_id": name, "name": name, "confidential": method != "none", "enabled": True, "scope": list(SCOPES), "redirect_uri": [CALLBACK],
        "authorization_type": grants, "token_endpoint_auth_method": [method],
    }
    authentication = "{method: none}"
    if method == "private_key_jwt":
        client.update(jwks={"keys": [public(name)]}, token_endpoint_signing_alg="ES256")
        authentication = f"{{method: private_key_jwt, key: {{file: {name}.jwk}}, client-id: true}}"
    elif method == "tls_client_auth":
        client["tls_client_auth_san_uri"] = "spiffe://agents.example/agent"
        authentication = "{method: tls_client_auth, certificate: {file: client.pem}, key: {file: client.key}}"
    elif method == "client_secret_basic":
        client["client_secret"] = secrets.token_urlsafe(32)
        file = folder / f"{name}.secret"
        file.touch(mode=0o600)
        file.write_text(client["client_secret"])
        authentication = f"{{method: client_secret_basic, secret: {{file: {name}.secret}}}}"
    if name == "agent-bound":
        client["dpop_bound_access_tokens"] = "1"
    call(browser, "POST", "/client/", client)
    return f'  {name}: {{server: home, id: {name}, authentication: {authentication}, scopes: [read, write], redirect-uri: "{CALLBACK}"}}'


def configure():
    browser, _ = session()
    for _ in range(100):
        try:
            log_in(browser, "admin", "password")
            break
        except OSError:
            time.sleep(0.1)
    call(browser, "POST", "/mod/plugin/", {"module": "oidc", "name": "as", "display_name": "as", "parameters": plugin()})
    for scope in SCOPES:
        call(browser, "POST", "/scope/", {"name": scope, "display_name": scope, "password_required": False, "scheme": {}})
    # The store of clients has to be told of these two properties.
    store = json.loads(call(browser, "GET", "/mod/client/database"))
    for name in ("dpop_bound_access_tokens", "tls_client_auth_san_uri"):
        store["parameters"]["data-format"][name] = {"multiple": False, "read": True, "write": True}
    call(browser, "PUT", "/mod/client/database", store)
    call(browser, "PUT", "/mod/client/database/reset")
    rows = [register(browser, name, method) for name, method in CLIENTS.items()]
    password = secrets.token_urlsafe(16)
    call(browser, "POST", "/user/", {
        "username": "alice", "name": "alice", "password": password, "scope": ["openid", *SCOPES, "g_profile"], "enabled": True})
    text = pathlib.Path(__file__).with_name("target.yaml.in").read_text()
    for name, value in (("ISSUER", issuer), ("RELAY", relay), ("VERSION", version), ("CLIENTS", "\n".join(rows))):
        text = text.replace(f"@{name}@", value)
    (folder / "target.yaml").write_text(text)
    return password


def browser_of_alice(password):
    """Her session, in which she has granted both scopes to every client that may ask."""
    browser, jar = session()
    log_in(browser, "alice", password)
    for name, method in CLIENTS.items():
        if CODE in ("code",) and method != "tls_client_auth":
            call(browser, "PUT", f"/auth/grant/{name}", {"scope": " ".join(SCOPES)})
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


class Relay(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cookie = ""

    def do_GET(self):  # noqa: N802
        query = urllib.parse.urlsplit(self.path).query
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=10)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "cookie", "connection")}
        connection.request("GET", f"/api/as/auth?{query}&g_continue", headers={**headers, "Cookie": self.cookie})
        answer = connection.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection", "set-cookie", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    def log_message(self, *_):
        pass


Relay.cookie = browser_of_alice(configure())
server = http.server.ThreadingHTTPServer(("127.0.0.1", port + 1), Relay)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(folder / "server.pem", folder / "server.key")
server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
(folder / "ready").touch()
server.serve_forever()
