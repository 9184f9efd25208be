#!/usr/bin/env python3
"""An MCP server with one tool; everything about authorization is FastMCP's and the MCP SDK's own.

Environment: PORT, STATE (a folder), NAME (what the tool answers), ISSUER and KEYS (the authorization server whose tokens it takes, and its
key set). The resource is https://localhost:PORT/mcp.
"""
import os
import pathlib

from fastmcp import FastMCP
from fastmcp.server.auth import RemoteAuthProvider
from fastmcp.server.auth.providers.jwt import JWTVerifier

port, state = int(os.environ["PORT"]), pathlib.Path(os.environ["STATE"])
base, issuer = f"https://localhost:{port}", os.environ["ISSUER"]
auth = RemoteAuthProvider(
    token_verifier=JWTVerifier(jwks_uri=os.environ["KEYS"], issuer=issuer, audience=f"{base}/mcp", algorithm="ES256", required_scopes=["read"]),
    authorization_servers=[issuer], base_url=base)
mcp = FastMCP("target", auth=auth)


@mcp.tool
def name() -> str:
    return os.environ["NAME"]


mcp.run(
    transport="http", host="127.0.0.1", port=port, show_banner=False, stateless_http=True, json_response=True,
    uvicorn_config={"ssl_keyfile": str(state / "server.key"), "ssl_certfile": str(state / "server.pem"), "access_log": False, "timeout_keep_alive": 75})
