"""All addresses: each domain keeps its own list."""

from django.urls import include, path

from zhiji.config.health import csp_report, healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("csp-report", csp_report, name="csp_report"),
    path("accounts/", include("allauth.urls")),
    path("", include("zhiji.ui.urls")),
    path("", include("zhiji.desk.urls")),
    path("", include("zhiji.integration.urls")),
    path("", include("zhiji.channels.urls")),
    path("", include("zhiji.customers.urls")),
    path("", include("zhiji.sales.urls")),
    path("", include("zhiji.service.urls")),
]

handler403 = "zhiji.ui.errors.forbidden"
handler404 = "zhiji.ui.errors.not_found"
handler500 = "zhiji.ui.errors.broken"
