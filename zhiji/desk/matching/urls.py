from django.urls import path

from zhiji.desk.matching import views

urlpatterns = [
    path("", views.matching, name="matching"),
    path("queue", views.queue_part, name="matching_queue"),
    path("thresholds", views.limits, name="matching_thresholds"),
    path("thresholds/<str:kind>", views.limits, name="matching_thresholds_of"),
    path("thresholds/<str:kind>/zones", views.limits_part, name="matching_zones"),
    path("thresholds/<str:kind>/run", views.run_part, name="matching_run"),
    path("thresholds/<str:kind>/look-through", views.look_through, name="matching_look_through"),
    path("merges/<int:key>/undo", views.undo_merge, name="undo_merge"),
    path("<int:key>", views.matching, name="matching_pair"),
    path("<int:key>/part", views.pair_part, name="matching_part"),
    path("<int:key>/answer", views.answer, name="answer_pair"),
    path("<int:key>/undo", views.undo, name="undo_answer"),
]
