from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhiji.desk.day.urls")),
    path("inbox/", include("zhiji.desk.inbox.urls")),
    path("customers/", include("zhiji.desk.customers.urls")),
    path("matching/", include("zhiji.desk.matching.urls")),
    path("", include("zhiji.desk.search.urls")),
    path("", include("zhiji.desk.me.urls")),
    path("", include("zhiji.desk.fields.urls")),
    path("", include("zhiji.desk.permission.urls")),
    path("", include("zhiji.desk.privacy.urls")),
    path("", include("zhiji.desk.quality.urls")),
    path("sources/", include("zhiji.desk.sources.urls")),
    path("setup/", include("zhiji.desk.setup.urls")),
]
