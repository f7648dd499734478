from django.urls import URLPattern, include, path

urlpatterns: list[URLPattern] = [
    path("", include("zhiji.channels.web.urls")),  # type: ignore[list-item]
]
