import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.users.models import Team, User
from zhiji.ui.lists import registry
from zhiji.ui.lists.actions import delete_view, save_view
from zhiji.ui.lists.models import SavedView
from zhiji.ui.lists.queries import chosen_ids, views_of
from zhiji.ui.lists.spec import Column, Filter, ListSpec, Preset
from zhiji.ui.lists.state import read_state

pytestmark = pytest.mark.django_db


def by_name(rows, value):
    return rows.filter(name=value)


SPEC = ListSpec(
    slug="test-people",
    label="People",
    right="",
    url_name="account_login",
    queryset=lambda actor: User.objects.exclude(name="Hidden"),
    columns=(Column("name", "Name", sort="name"), Column("email", "Mail", default=False)),
    row_url=lambda user: f"/people/{user.pk}/",
    filters=(
        Filter("name", "Name", "text", by_name),
        Filter("team", "Team", "team", lambda rows, value: rows.filter(team_id=value)),
        Filter("joined", "Joined", "date_range", lambda rows, value: rows),
    ),
    sort="name",
    presets=(Preset("mine", "Mine", {"team": "mine"}),),
)


@pytest.fixture
def team():
    return Team.objects.create(name="South")


def member(team, name="Li"):
    return User.objects.create(email=f"{name}@zhiji.example".lower(), name=name, team=team)


def state_of(query, actor=None, saved=None):
    return read_state(SPEC, actor or Actor.machine("test"), QueryDict(query), lambda pk: saved)


def test_an_address_without_anything_shows_the_list_as_it_was_meant():
    state = state_of("")
    assert (state.sort, state.columns, state.filters, state.query()) == ("name", ("name",), {}, "")


def test_nonsense_in_an_address_is_left_out():
    state = state_of("sort=password&cols=password,x&page=abc&after=zzz&layout=board&view=9&joined=1..2")
    assert (state.sort, state.columns, state.layout, state.view) == ("name", ("name",), "table", "")
    assert state.place.number == 1


def test_filters_in_the_address_are_said_again_in_every_link():
    assert state_of("name=Li&sort=-name&page=3").query() == "name=Li&sort=-name"


def test_a_saved_view_gives_filter_and_order_until_somebody_changes_them(team):
    saved = SavedView(pk=7, filters={"name": "Li"}, sort="-name", columns=["email"])
    state = state_of("view=7", saved=saved)
    assert (state.filters, state.sort, state.columns) == ({"name": "Li"}, "-name", ("email",))
    assert state_of("view=7&edit=1", saved=saved).filters == {}


def test_a_preset_is_a_view_that_comes_with_the_list():
    assert state_of("view=mine").filters == {"team": "mine"}


def test_my_team_means_the_team_of_the_one_who_asks(team):
    li, _ = member(team), member(None, "Han")
    actor = Actor.of(li)
    assert chosen_ids(SPEC, actor, state_of("team=mine", actor), [], whole=True) == [li.pk]


def test_a_bulk_action_never_reaches_rows_that_the_actor_does_not_see(team):
    seen, hidden = member(team), member(team, "Hidden")
    ids = [str(seen.pk), str(hidden.pk), "x", "-1"]
    assert chosen_ids(SPEC, Actor.machine("test"), state_of(""), ids, whole=False) == [seen.pk]


def test_a_view_is_seen_by_those_it_was_saved_for(team):
    li, han, stranger = (Actor.of(member(*who)) for who in ((team, "Li"), (team, "Han"), (None, "Wu")))
    save_view(actor=li, list_slug=SPEC.slug, name="Own")
    save_view(actor=li, list_slug=SPEC.slug, name="Team", audience="team")
    save_view(actor=Actor.machine("setup"), list_slug=SPEC.slug, name="All", audience="everyone")
    names = [[view.name for view in views_of(actor, SPEC)] for actor in (li, han, stranger)]
    assert names == [["Own", "Team", "All"], ["Team", "All"], ["All"]]


def test_only_those_who_may_set_up_save_a_view_for_everyone(team):
    with pytest.raises(Denied):
        save_view(actor=Actor.of(member(team)), list_slug=SPEC.slug, name="All", audience="everyone")


def test_a_view_needs_a_name(team):
    with pytest.raises(Refused):
        save_view(actor=Actor.of(member(team)), list_slug=SPEC.slug, name="  ")


def test_nobody_deletes_a_view_of_another(team):
    view = save_view(actor=Actor.of(member(team)), list_slug=SPEC.slug, name="Own")
    with pytest.raises(Denied):
        delete_view(actor=Actor.of(member(team, "Han")), view_id=view.pk)


@pytest.mark.parametrize(("key", "kind"), [("page", "text"), ("after", "text"), ("city", "colour")])
def test_a_list_with_an_unusable_filter_is_refused(key, kind):
    with pytest.raises(ValueError, match=key):
        registry.register(
            ListSpec(
                "test-bad",
                "",
                "",
                "",
                lambda a: User.objects.all(),
                (),
                str,
                (Filter(key, "", kind, by_name),),
            )
        )


def test_a_field_tells_screen_readers_of_its_fault():
    class Form(forms.Form):
        name = forms.CharField(help_text="in full")

    from django.template import Context, Template

    html = Template("{% field form.name %}").render(
        Context({"form": Form({}), "request": RequestFactory().get("/")})
    )
    assert 'aria-describedby="id_name_error id_name_help"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
