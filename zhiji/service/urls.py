from django.urls import URLPattern, include, path

urlpatterns: list[URLPattern] = [path("cases/", include("zhiji.service.cases.urls"))]  # type: ignore[list-item]
