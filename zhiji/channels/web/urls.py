from django.urls import path

from zhiji.channels.web.views import public, setup

urlpatterns = [
    path("f/frame.js", public.frame_script, name="web_form_frame"),
    path("f/form.css", public.style, name="web_form_style"),
    path("f/<slug:slug>.js", public.embed_script, name="web_form_script"),
    path("f/<slug:slug>", public.form_page, name="web_form_page"),
    path("setup/web-forms/", setup.form_list, name="web_forms"),
    path("setup/web-forms/new", setup.form_edit, name="web_form_new"),
    path("setup/web-forms/<int:form_id>", setup.form_edit, name="web_form_edit"),
]
