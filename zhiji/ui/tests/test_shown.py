from zhiji.ui.shown import breakable


def test_an_address_breaks_before_its_signs_and_not_inside_of_a_word():
    assert breakable("office@blue-sky.example") == "office<wbr>@blue<wbr>-sky<wbr>.example"


def test_what_somebody_typed_stays_text():
    assert breakable("<b>@x") == "&lt;b&gt;@x"
    assert breakable(None) == ""
