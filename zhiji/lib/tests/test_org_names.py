import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.org_names import parse_org_name

# typed, brand, business, place, legal form, branch
CHINESE = [
    ("深圳市蓝天电子有限公司", "蓝天", "电子", "深圳", "limited", ""),
    ("蓝天（深圳）电子有限公司", "蓝天", "电子", "深圳", "limited", ""),
    ("蓝天电子（深圳）有限公司", "蓝天", "电子", "深圳", "limited", ""),
    ("蓝天电子深圳有限公司", "蓝天", "电子", "深圳", "limited", ""),
    ("深圳蓝天電子有限公司", "蓝天", "电子", "深圳", "limited", ""),
    ("广东省深圳市蓝天电子科技股份有限公司", "蓝天", "电子科技", "深圳", "joint_stock", ""),
    ("深圳市南山区蓝天五金店", "蓝天", "五金店", "南山", "shop", ""),
    ("张家港保税区蓝天贸易有限公司", "蓝天", "贸易", "张家港", "limited", ""),
    ("中国移动通信集团广东有限公司深圳分公司", "移动", "通信", "广东", "limited", "深圳分公司"),
    ("青岛啤酒股份有限公司", "青岛", "啤酒", "青岛", "joint_stock", ""),
    ("广州市天河区人民法院", "广州天河人民", "法院", "天河", "authority", ""),
    ("清华大学电子工程系", "清华", "大学", "", "university", "电子工程系"),
    ("深圳蓝天电子有限公司（总部）", "蓝天", "电子", "深圳", "limited", ""),
    ("个体工商户张三", "张三", "", "", "sole_trader", ""),
    ("蓝天电子有限公司深圳分公司", "蓝天", "电子", "", "limited", "深圳分公司"),
    ("深圳市蓝天电子有限公司第二工厂", "蓝天", "电子", "深圳", "limited", "第二工厂"),
    ("蓝天电子有限公司驻北京办事处", "蓝天", "电子", "", "limited", "北京办事处"),
    ("蓝天电子（北京办事处）", "蓝天", "电子", "", "", "北京办事处"),
    ("蓝天电子采购部", "蓝天", "电子", "", "", "采购部"),
    ("深圳大学采购部", "深圳", "大学", "深圳", "university", "采购部"),
    ("中国建设银行深圳分行", "中国", "建设银行", "中国", "bank", "深圳分行"),
    ("北京市蓝天律师事务所上海分所", "蓝天", "律师事务所", "北京", "firm", "上海分所"),
    ("蓝天（集团）电子有限公司", "蓝天", "电子", "", "limited", ""),
    ("蓝天电子集团", "蓝天", "电子", "", "group", ""),
    ("蓝天咨询合伙企业（有限合伙）", "蓝天", "咨询", "", "partnership", ""),
    ("蓝天五金店（个体工商户）", "蓝天", "五金店", "", "sole_trader", ""),
    ("昆山蓝天电子厂", "蓝天", "电子厂", "昆山", "factory", ""),
    ("昆山市蓝天电子厂", "蓝天", "电子厂", "昆山", "factory", ""),
    ("上海汽车集团股份有限公司", "上海", "汽车", "上海", "joint_stock", ""),
    ("上海市第一人民医院", "上海第一人民", "医院", "上海", "hospital", ""),
    ("深圳市公安局", "深圳", "公安局", "深圳", "authority", ""),
    ("北京大学", "北京", "大学", "北京", "university", ""),
    ("蓝天小学", "蓝天", "小学", "", "school", ""),
    ("中国科学院计算技术研究所", "科学院计算", "技术研究所", "中国", "institute", ""),
    ("3M中国有限公司", "3m", "", "中国", "limited", ""),
    ("TCL 科技集团股份有限公司", "tcl", "科技", "", "joint_stock", ""),
    ("ＡＢＣ（上海）贸易有限公司", "abc", "贸易", "上海", "limited", ""),
    ("联想（北京）有限公司", "联想", "", "北京", "limited", ""),
    ("宁波帮(宁波)机械设备有限公司", "宁波帮", "机械设备", "宁波", "limited", ""),
    ("平安保险", "平安", "保险", "", "", ""),
    ("长安汽车", "长安", "汽车", "", "", ""),
    ("万有公司", "万有", "", "", "company", ""),
    ("株式会社日立製作所", "日立制作所", "", "", "kk", ""),
    ("㈱日立製作所", "日立制作所", "", "", "kk", ""),
    ("国营734厂", "国营734", "厂", "", "factory", ""),
    ("蓝天", "蓝天", "", "", "", ""),
]


@pytest.mark.parametrize(("typed", "brand", "business", "place", "form", "branch"), CHINESE)
def test_chinese_names_are_taken_apart(typed, brand, business, place, form, branch):
    found = parse_org_name(typed)
    assert (found.brand, found.business, found.place) == (brand, business, place)
    assert (found.legal_form, found.branch) == (form, branch)


LATIN = [
    ("Blue Sky Electronics Co., Ltd.", "bluesky", "electronic", "", "limited", ""),
    ("Shenzhen Blue Sky Electronics Co.,Ltd", "bluesky", "electronic", "深圳", "limited", ""),
    ("BLUE SKY ELECTRONICS (SHENZHEN) CO LTD", "bluesky", "electronic", "深圳", "limited", ""),
    ("Blue Sky Technology Ltd, Shenzhen Branch", "bluesky", "technology", "", "limited", "shenzhen branch"),
    ("Purchasing Department, Blue Sky Ltd", "bluesky", "", "", "limited", "purchasing department"),
    ("Müller GmbH & Co. KG", "muller", "", "", "gmbh_co_kg", ""),
    ("Johnson & Johnson", "johnsonjohnson", "", "", "", ""),
    ("Novo Nordisk A/S", "novonordisk", "", "", "a_s", ""),
    ("Fiat S.p.A.", "fiat", "", "", "spa", ""),
    ("Eni S.r.l.", "eni", "", "", "srl", ""),
    ("Philips N.V.", "philips", "", "", "nv", ""),
    ("Volvo AB", "volvo", "", "", "ab", ""),
    ("Nokia Oyj", "nokia", "", "", "oy", ""),
    ("BHP Pty Ltd", "bhp", "", "", "limited", ""),
    ("Siemens (China) Ltd.", "siemens", "", "china", "limited", ""),
    ("Bank of China Limited, Shenzhen Branch", "bankofchina", "", "", "limited", "shenzhen branch"),
    ("Siemens Ltd., China", "siemens", "", "china", "limited", ""),
    ("PT Astra International Tbk", "astra", "international", "", "pt", ""),
    ("Sony K.K.", "sony", "", "", "kk", ""),
    ("The Boeing Company", "boeing", "", "", "company", ""),
    ("Société Générale S.A.", "societegenerale", "", "", "sa", ""),
    ("O'Reilly Media, Inc.", "oreilly", "media", "", "incorporated", ""),
    ("Shanghai Electric Group Co Ltd", "shanghai", "electric", "上海", "limited", ""),
    ("Orlen sp. z o.o.", "orlen", "", "", "sp_zoo", ""),
]


@pytest.mark.parametrize(("typed", "brand", "business", "place", "form", "branch"), LATIN)
def test_latin_names_are_taken_apart(typed, brand, business, place, form, branch):
    found = parse_org_name(typed)
    assert (found.brand, found.business, found.place) == (brand, business, place)
    assert (found.legal_form, found.branch) == (form, branch)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("深圳市蓝天电子有限公司", "蓝天（深圳）电子有限责任公司"),
        ("深圳市蓝天电子有限公司", " 深圳 藍天 電子 有限公司。"),
        ("深圳市蓝天电子有限公司", "深圳蓝天电子限公司"),
        ("蓝天电子股份有限公司", "“蓝天电子”"),
        ("A＆B贸易有限公司", "A&B 贸易"),
        ("蓝天科技集团有限公司", "蓝天(集团)科技股份有限公司"),
        ("Blue Sky Electronics Co., Ltd.", "BlueSky Electronic Company Limited"),
        ("Blue-Sky Tech. GmbH", "blue sky technologies GmbH"),
        ("Shenzhen Blue Sky Ltd", "Blue Sky (Shenzhen) Limited"),
        ("Müller & Söhne AG", "MULLER und SOHNE"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one, other):
    assert parse_org_name(one).key == parse_org_name(other).key != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("蓝天电子有限公司", "蓝天科技有限公司"),
        ("深圳市蓝天电子有限公司", "上海蓝天电子有限公司"),
        ("蓝天电子有限公司", "蓝天电子厂"),
        ("协和医院", "协和大学"),
        ("蓝天电子有限公司深圳分公司", "蓝天电子有限公司上海分公司"),
        ("蓝天电子有限公司", "新蓝天电子有限公司"),
        ("中国电信", "中国电子"),
        ("广州市天河区人民法院", "广州市人民法院"),
        ("深圳市南山区蓝天五金店", "深圳市宝安区蓝天五金店"),
        ("江苏省徐州市鼓楼区小学", "江苏省南京市鼓楼区小学"),
        ("上海市第一人民医院", "上海市第二人民医院"),
        ("Blue Sky Electronics Ltd", "Blue Sky Trading Ltd"),
        ("Delta Ltd", "Delta Force Ltd"),
    ],
)
def test_different_organisations_keep_different_keys(one, other):
    assert parse_org_name(one).key != parse_org_name(other).key


def test_what_stands_in_brackets_beside_a_name_is_kept_apart():
    assert parse_org_name("华为技术有限公司（Huawei）").aside == "huawei"
    assert parse_org_name("绿地电子有限公司（原蓝天电子有限公司）").aside == "原蓝天电子有限公司"
    assert parse_org_name("绿地电子有限公司（原蓝天电子有限公司）").core == "绿地电子"
    assert parse_org_name("蓝天电子有限公司 / 李雷").aside == "李雷"


def test_a_brand_sounds_alike_in_both_scripts():
    assert (
        parse_org_name("深圳蓝天电子有限公司").sound
        == parse_org_name("Lantian Electronics Ltd").sound
        == "lantian"
    )


@pytest.mark.parametrize("typed", ["", "有限公司", "Co., Ltd.", "（）", "???"])
def test_a_name_without_a_name_has_no_key(typed):
    assert parse_org_name(typed).key == ""


@given(st.text(max_size=60) | st.text("深圳市蓝天电子()（）有限公司集团分厂部 &.,coltdgmbh", max_size=40))
def test_nothing_typed_makes_reading_a_name_fail(typed):
    assert parse_org_name(typed).typed == typed
