"""The two doors of the company's sign-in: on the way to the provider, and back."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

from zhiji.kernel.access.screens import public
from zhiji.kernel.users.openid.provider import ComingBack, CompanyAdapter


def _answer(request: HttpRequest, provider_id: str, kind: Any) -> HttpResponse:
    """Lets allauth answer; a provider that can't be reached or is set up wrongly gets a page, not a fault."""
    adapter = CompanyAdapter(request, provider_id)
    try:
        response: HttpResponse = kind.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, OAuth2Error, KeyError, ValueError) as error:
        response = render_authentication_error(request, adapter.get_provider(), exception=error)
    return response


@login_not_required
@public("people sign in here")
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leads to the provider.

    By a page of its own that moves on at once: browsers hold each further address of an answer to a form against
    `form-action`, and a provider may lead through hosts that nobody can list beforehand.
    """
    response = _answer(request, provider_id, OAuth2LoginView)
    if request.method == "POST" and isinstance(response, HttpResponseRedirect):
        return render(request, "account/on_the_way.html", {"address": response.url})
    return response


@login_not_required
@public("people come back here from the provider")
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Takes somebody in who comes back from the provider."""
    return _answer(request, provider_id, ComingBack)
