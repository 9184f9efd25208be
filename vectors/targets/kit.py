#!/usr/bin/env python3
"""What the start scripts of several targets need: throwaway certificates, keys of the suite, and a server of files. Only the standard
library and the openssl command.

usage: kit.py pki DIR                 ca.pem, server.pem and server.key for localhost and 127.0.0.1; client-ca.pem with its key, and
                                      client.pem with client.key, which names the workload spiffe://agents.example/agent
       kit.py key DIR NAME [KID]      NAME.jwk, a private key for ES256
       kit.py set DIR NAME FILE…      NAME, the key set with the public halves of private keys
       kit.py serve DIR PORT [PKI]    serves DIR on loopback, over TLS if PKI names the folder of `kit.py pki`; runs until SIGTERM
"""
import base64
import functools
import http.server
import json
import os
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile

WORKLOAD = "spiffe://agents.example/agent"


def openssl(*arguments, cwd=None):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=cwd)


def private(path, text):
    path.touch(mode=0o600)
    path.write_text(text)


def authority(folder, name):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}-key.pem", cwd=folder)
    openssl("req", "-x509", "-new", "-key", f"{name}-key.pem", "-subj", f"/CN={name} of the interop runs", "-days", "30", "-addext",
            "keyUsage=critical,keyCertSign,cRLSign", "-out", f"{name}.pem", cwd=folder)


def leaf(folder, name, signer, subject, names, usage):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key", cwd=folder)
    openssl("req", "-new", "-key", f"{name}.key", "-subj", subject, "-out", f"{name}.csr", cwd=folder)
    (folder / f"{name}.ext").write_text(
        f"subjectAltName={names}\nkeyUsage=critical,digitalSignature\nextendedKeyUsage={usage}\nbasicConstraints=critical,CA:FALSE\n")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{signer}.pem", "-CAkey", f"{signer}-key.pem", "-CAcreateserial", "-days", "30",
            "-extfile", f"{name}.ext", "-out", f"{name}.pem", cwd=folder)
    for kind in ("csr", "ext"):
        (folder / f"{name}.{kind}").unlink()


def pki(folder):
    folder.mkdir(parents=True, exist_ok=True)
    authority(folder, "ca")
    leaf(folder, "server", "ca", "/CN=localhost", "DNS:localhost,IP:127.0.0.1", "serverAuth")
    authority(folder, "client-ca")
    leaf(folder, "client", "client-ca", "/CN=agent-mtls", f"URI:{WORKLOAD}", "clientAuth")


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_key(folder, name, kid=None):
    with tempfile.TemporaryDirectory() as work:
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{work}/key.pem")
        text = subprocess.run(["openssl", "ec", "-in", f"{work}/key.pem", "-text", "-noout"], check=True, capture_output=True, text=True).stdout

    def number(label):
        return bytes.fromhex(re.sub(r"[^0-9a-f]", "", re.search(label + r":\n((?:\s+[0-9a-f:]+\n)+)", text).group(1)))

    point = number("pub")
    jwk = {
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid or base64url(os.urandom(6)), "x": base64url(point[1:33]),
        "y": base64url(point[33:65]), "d": base64url(number("priv")[-32:].rjust(32, b"\0")),
    }
    private(folder / f"{name}.jwk", json.dumps(jwk))


def key_set(folder, name, files):
    keys = [{name: value for name, value in json.loads(pathlib.Path(file).read_text()).items() if name != "d"} for file in files]
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({"keys": keys}))


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {"": "application/json"}

    def log_message(self, *_):
        pass


def serve(folder, port, certificates=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), functools.partial(Handler, directory=str(folder)))
    if certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{certificates}/server.pem", f"{certificates}/server.key")
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.serve_forever()


def main(command, folder, *rest):
    folder = pathlib.Path(folder)
    if command == "pki":
        pki(folder)
    elif command == "key":
        make_key(folder, *rest)
    elif command == "set":
        key_set(folder, rest[0], rest[1:])
    elif command == "serve":
        serve(folder, *rest)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 2 else sys.exit(__doc__)
