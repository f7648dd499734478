from django.urls import path

from zhiji.desk.search import views

urlpatterns = [
    path("search", views.results, name="search"),
    path("search/go", views.go, name="search_go"),
    path("palette", views.palette, name="palette"),
]
