"""The company's identity provider, as django-allauth is to see it."""

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from zhiji.kernel.users.openid.tokens import Unbelievable, joined, read_id_token


class CompanyAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider while somebody signs in; `nonce` is set when they come back."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Returns what the provider says about itself; it must be the one that the settings name."""
        config: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        if str(config.get("issuer", "")).rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error(
                f"ZHIJI_OIDC_ISSUER is {expected}, but the provider there calls itself {config.get('issuer')}"
            )
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Returns who signed in, after everything the provider said has been checked."""
        config = self.openid_config
        try:
            claims = read_id_token(
                kwargs["response"].get("id_token") or "",
                self._keys(),
                issuer=config["issuer"],
                audience=app.client_id,
                nonce=self.nonce,
            )
            more = self._fetch_user_info(token.token) if config.get("userinfo_endpoint") else {}
            said = joined(claims, more)
        except Unbelievable as error:
            raise OAuth2Error(str(error)) from error
        return self.get_provider().sociallogin_from_response(request, {"userinfo": said, "id_token": claims})

    def _keys(self) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys: dict[str, Any] = answer.json()
        return keys


class ComingBack(OAuth2CallbackView):
    """What happens when somebody comes back from the provider: the nonce of their sign-in goes to the adapter."""

    adapter: CompanyAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


class CompanyProvider(OpenIDConnectProvider):
    """OpenID Connect with a nonce: what comes back must belong to the sign-in that this browser began."""

    oauth2_adapter_class = CompanyAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Sends the browser to the provider; the nonce is kept in the session beside the state."""
        nonce = secrets.token_urlsafe(24)
        params = kwargs.pop("auth_params", None) or self.get_auth_params()
        kwargs["auth_params"] = {**params, "nonce": nonce}
        response: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        return response


provider_classes = [CompanyProvider]
