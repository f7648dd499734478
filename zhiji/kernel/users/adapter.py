"""How sign-in behaves here: staff are invited, nobody signs up by themselves."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiji.kernel.users.models import User

log = logging.getLogger("zhiji.users")


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts with mail and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class StaffSocialAdapter(DefaultSocialAccountAdapter):
    """Accounts of the company's own identity provider: they sign in as the member of staff with the same address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connects a first sign-in to the existing user when the provider vouches for the mail address.

        Whoever is nobody here is told so, with the address that the provider gave.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        vouched = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        user = User.objects.filter(email__in=vouched, is_active=True).first()
        if not user:
            raise ImmediateHttpResponse(_no_access(request, sociallogin, bool(vouched)))
        sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **more: Any
    ) -> None:
        """Writes into the log why somebody could not sign in; the page only says that it did not work."""
        if error != AuthError.CANCELLED:
            log.warning("Sign-in by %s was refused: %s", provider, exception or error or "no reason given")


def _no_access(request: HttpRequest, sociallogin: Any, verified: bool) -> HttpResponse:
    given = [address.email for address in sociallogin.email_addresses]
    shown = {"mail": given[0] if given else "", "verified": verified}
    return render(request, "account/no_access.html", shown, status=403)
