from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("imports/", include("zhiji.integration.files.urls"))]
