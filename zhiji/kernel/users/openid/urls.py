"""The addresses of allauth's own, so that what providers were told stays right."""

from django.urls import path

from zhiji.kernel.users.openid.views import come_back, sign_in

urlpatterns = [
    path("oidc/<str:provider_id>/login/", sign_in, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", come_back, name="openid_connect_callback"),
]
