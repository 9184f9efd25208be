#!/usr/bin/env python3
"""A Django project in one file: the toolkit's own URLs at the root, two protected views made with its own classes, and the clients
and the user of the suite. Writes the target description before it serves.

Environment: PORT, STATE (a folder), VERSION, BCP (not empty: the settings that follow RFC 9700).
"""
import os
import pathlib
import secrets
import ssl

from django.conf import settings

port, state = os.environ["PORT"], pathlib.Path(os.environ["STATE"])
base = f"https://localhost:{port}"
CALLBACK = "https://client.example/callback"
BCP = (
    "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS", "TOKEN_STORAGE", "REFRESH_TOKEN",
    "REDIRECT_URI_SCHEME", "REDIRECT_URI_MATCHING", "PKCE_REQUIRED",
)
provider = {
    "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": (state / "oidc.key").read_text(),
    "SCOPES": {name: name for name in ("openid", "read", "write", "one", "two", "three", "introspection")}, "DEFAULT_SCOPES": ["read"],
    "DCR_ENABLED": True, "DCR_REGISTRATION_PERMISSION_CLASSES": ("oauth2_provider.dcr.AllowAllDCRPermission",),
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
}
if os.environ.get("BCP"):
    provider.update({f"COMPLIANT_BCP_RFC9700_{name}": True for name in BCP})
    # Some of those settings only check at deployment that these have their safe values.
    provider.update({"REFRESH_TOKEN_REUSE_PROTECTION": True, "ALLOWED_REDIRECT_URI_SCHEMES": ["https"]})
settings.configure(
    DEBUG=False, SECRET_KEY=secrets.token_hex(32), ALLOWED_HOSTS=["localhost"], ROOT_URLCONF=__name__, USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "oauth2_provider"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
        "oauth2_provider.middleware.OAuth2TokenMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend", "oauth2_provider.backends.OAuth2Backend"],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]},
    }],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(state / "db.sqlite3"), "OPTIONS": {"timeout": 20}}},
    LOGIN_URL="/login/", OAUTH2_PROVIDER=provider,
)
import django  # noqa: E402

django.setup()
from django.contrib.auth import get_user_model, login  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.shortcuts import redirect  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402
from oauth2_provider.views.generic import ScopedProtectedResourceView  # noqa: E402
from oauth2_provider.views.mixins import ProtectedResourceMetadataMixin  # noqa: E402


def who(request):
    token = getattr(request, "auth", None)
    return {"client_id": token.application.client_id if token and token.application else None,
            "sub": token.user.get_username() if token and token.user else None}


class Echo(ProtectedResourceMetadataMixin, ScopedProtectedResourceView):
    required_scopes = ["read"]

    def get(self, request):
        return JsonResponse({"resource": "echo-of-the-toolkit", **who(request)})


class Other(ProtectedResourceMetadataMixin, ScopedProtectedResourceView):
    required_scopes = ["read"]

    def get(self, request):
        return JsonResponse({"resource": "other-of-the-toolkit", **who(request)})


def log_in(request):
    """Stands for the person at the browser: alice, without a question."""
    login(request, get_user_model().objects.get(username="alice"), backend="django.contrib.auth.backends.ModelBackend")
    return redirect(request.GET.get("next", "/echo"))


urlpatterns = [
    path("login/", log_in), path("echo", Echo.as_view()), path("other", Other.as_view()),
    path("", include("oauth2_provider.urls", namespace="oauth2_provider")),
]

# As it comes the toolkit gives an application one grant type. What its documentation has for more of them (allows_grant_type of an
# application model of one's own) is done here for the two agents that also ask for tokens of their own.
TWO_GRANTS = {"agent", "agent-2"}
ONE_GRANT = get_application_model().allows_grant_type
get_application_model().allows_grant_type = lambda self, *grants: ONE_GRANT(self, *grants) or (
    self.client_id in TWO_GRANTS and "client-credentials" in grants)

CLIENTS = {
    "agent": ("authorization-code", "confidential"), "agent-2": ("authorization-code", "confidential"),
    "agent-public": ("authorization-code", "public"),
    "agent-secret": ("client-credentials", "confidential"),
    "rs-a": ("client-credentials", "confidential"), "rs-b": ("client-credentials", "confidential"),
}


def set_up():
    call_command("migrate", verbosity=0, interactive=False)
    alice, _ = get_user_model().objects.get_or_create(username="alice")
    rows = []
    for role, (grant, kind) in CLIENTS.items():
        secret = secrets.token_urlsafe(32)
        get_application_model().objects.update_or_create(client_id=role, defaults={
            "name": role, "user": alice, "client_type": kind, "authorization_grant_type": grant, "client_secret": secret,
            "redirect_uris": CALLBACK, "algorithm": "RS256",
        })
        authentication = "{method: none}"
        if kind == "confidential":
            file = state / f"{role}.secret"
            file.touch(mode=0o600)
            file.write_text(secret)
            authentication = f"{{method: client_secret_basic, secret: {{file: {role}.secret}}}}"
        rows.append(f'  {role}: {{server: home, id: {role}, authentication: {authentication}, scopes: [read, write], redirect-uri: "{CALLBACK}"}}')
    text = pathlib.Path(__file__).with_name("target.yaml.in").read_text()
    for name, value in (("URL", base), ("VERSION", os.environ["VERSION"]), ("CLIENTS", "\n".join(rows)), ("BCP", " with RFC 9700 settings" if os.environ.get("BCP") else "")):
        text = text.replace(f"@{name}@", value)
    (state / "target.yaml").write_text(text)


def serve():
    """Django's own development server, over TLS; the handshake is made by the thread of the connection."""
    server = ThreadedWSGIServer(("127.0.0.1", int(port)), WSGIRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(state / "server.pem", state / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.base_environ["HTTPS"] = "on"
    server.set_app(get_internal_wsgi_application())
    server.serve_forever()


if __name__ == "__main__":
    set_up()
    serve()
