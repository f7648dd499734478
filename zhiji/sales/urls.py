from django.urls import URLPattern, include, path

urlpatterns: list[URLPattern] = [path("leads/", include("zhiji.sales.leads.urls"))]  # type: ignore[list-item]
