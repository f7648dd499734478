from django.urls import path

from zhiji.integration.files import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("upload", views.upload, name="import_upload"),
    path("<int:key>", views.one, name="import"),
    path("<int:key>/state", views.state, name="import_state"),
    path("<int:key>/columns", views.columns, name="import_columns"),
    path("<int:key>/layout", views.lay_out, name="import_layout"),
    path("<int:key>/preview", views.preview, name="import_preview"),
    path("<int:key>/check", views.check, name="import_check"),
    path("<int:key>/start", views.start, name="import_start"),
    path("<int:key>/pause", views.pause, name="import_pause"),
    path("<int:key>/resume", views.resume, name="import_resume"),
    path("<int:key>/undo", views.undo, name="import_undo"),
    path("<int:key>/drop", views.drop, name="import_drop"),
    path("<int:key>/errors", views.errors, name="import_errors"),
]
