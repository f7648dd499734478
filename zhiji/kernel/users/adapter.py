"""How sign-in behaves here: staff are invited, nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from zhiji.kernel.users.models import User


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts with mail and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class StaffSocialAdapter(DefaultSocialAccountAdapter):
    """Accounts of the company's own identity provider: they sign in as the member of staff with the same address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connects a first sign-in to the existing user when the provider vouches for the mail address."""
        if sociallogin.is_existing:
            return
        vouched = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        user = User.objects.filter(email__in=vouched, is_active=True).first()
        if user:
            sociallogin.connect(request, user)
