from django.urls import path

from zhiji.desk.quality import views

urlpatterns = [
    path("quality", views.quality, name="quality"),
    path("quality/ask", views.questions, name="questions"),
    path("customers/<int:key>/quality", views.line, name="customer_quality"),
    path("customers/<int:key>/quality/gains", views.gained, name="quality_gains"),
    path("customers/<int:key>/quality/answer", views.answer, name="answer_question"),
    path("customers/<int:key>/quality/later", views.later, name="ask_later"),
    path("customers/<int:key>/quality/again", views.after_all, name="ask_after_all"),
    path("customers/points/<int:key>/tried", views.tried, name="mark_point"),
]
