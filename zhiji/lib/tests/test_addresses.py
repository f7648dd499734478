import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.addresses import parse_address

CHINESE = [
    ("广东省深圳市南山区科苑路15号科兴科学园A座1203室", "广东省 深圳市 南山区", "15", "a-1203", "440305"),
    ("广东深圳南山科技园路1号", "广东省 深圳市 南山区", "1", "", "440305"),
    ("广东省 , 深圳市 , 福田区 , 福华路 1 号", "广东省 深圳市 福田区", "1", "", "440304"),
    ("深圳市南山区南山大道1001号", "广东省 深圳市 南山区", "1001", "", "440305"),
    ("深圳南山大道1001号", "广东省 深圳市 -", "1001", "", "440300"),
    ("上海市南京西路1266号恒隆广场", "上海市 上海市 -", "1266", "", "310000"),
    ("浦东新区张江路88弄5号302室", "上海市 上海市 浦东新区", "88-5", "302", "310115"),
    ("北京市北京市海淀区中关村南大街5号院2号楼", "北京市 北京市 海淀区", "5", "2", "110108"),
    ("北京市海淀区中关村大街十二号", "北京市 北京市 海淀区", "12", "", "110108"),
    ("北京市海淀区中关村大街一二〇号", "北京市 北京市 海淀区", "120", "", "110108"),
    ("江苏昆山开发区前进东路88号", "江苏省 苏州市 昆山市", "88", "", "320583"),
    ("昆山市前进路12号", "江苏省 苏州市 昆山市", "12", "", "320583"),
    ("吉林市船营区解放路3号", "吉林省 吉林市 船营区", "3", "", "220204"),
    ("吉林省吉林市船营区解放路3号", "吉林省 吉林市 船营区", "3", "", "220204"),
    ("內蒙古呼和浩特市賽罕區大學東街8號", "内蒙古自治区 呼和浩特市 赛罕区", "8", "", "150105"),
    ("新疆乌鲁木齐天山区解放北路1号", "新疆维吾尔自治区 乌鲁木齐市 天山区", "1", "", "650102"),
    ("恩施州利川市清江大道9号", "湖北省 恩施土家族苗族自治州 利川市", "9", "", "422802"),
    ("湖北仙桃市沔阳大道2号", "湖北省 - 仙桃市", "2", "", "429004"),
    ("青海省海南藏族自治州共和县", "青海省 海南藏族自治州 共和县", "", "", "632521"),
    ("海南省海口市龙华区国贸路6号", "海南省 海口市 龙华区", "6", "", "460106"),
    ("襄樊市樊城区长虹路7号", "湖北省 襄阳市 樊城区", "7", "", "420606"),
    ("中国广东省东莞市虎门镇连升路12号", "广东省 东莞市 -", "12", "", "441900"),
    ("香港九龍尖沙咀彌敦道100號", "香港特别行政区 - 九龙", "100", "", "81九龙"),
    ("台北市信義區市府路1號", "台湾省 台北市 信义区", "1", "", "71台北市"),
    ("江阴市澄江中路159号", "江苏省 无锡市 江阴市", "159", "", "320281"),
    ("武汉东湖新技术开发区光谷大道77号", "湖北省 武汉市 东湖新技术开发区", "77", "", "420100"),
    ("深圳市民中心5号", "广东省 深圳市 -", "5", "", "440300"),
    ("沈阳市浑南新区世纪路1号", "辽宁省 沈阳市 浑南区", "1", "", "210112"),
    ("新疆生产建设兵团石河子市北三路2号", "新疆维吾尔自治区 - 石河子市", "2", "", "659001"),
    ("苏州工业园区星湖街328号", "江苏省 苏州市 工业园区", "328", "", "320500"),
    ("杭州市高新区创业街446#678室", "浙江省 杭州市 高新区", "446", "678", "330100"),
    ("天津滨海新区第三大街51号", "天津市 天津市 滨海新区", "51", "", "120116"),
]


@pytest.mark.parametrize(("typed", "divisions", "number", "unit", "code"), CHINESE)
def test_chinese_addresses_are_taken_apart(typed, divisions, number, unit, code):
    found = parse_address(typed)
    assert " ".join(part or "-" for part in (found.province, found.city, found.district)) == divisions
    assert (found.country, found.house_number, found.unit, found.code) == ("CN", number, unit, code)


@pytest.mark.parametrize(
    ("typed", "country", "divisions", "postcode", "street_key"),
    [
        (
            "No. 15 Keyuan Road, Nanshan District, Shenzhen, Guangdong 518057, China",
            "CN",
            "广东省 深圳市 南山区",
            "518057",
            "keyuanroad|15|",
        ),
        ("88 Renmin Road\nXi'an, Shaanxi\nP.R. China", "CN", "陕西省 西安市 -", "", "renminroad|88|"),
        ("88 Renmin Rd., Kunshan, Jiangsu, China", "CN", "江苏省 苏州市 昆山市", "", "renminroad|88|"),
        ("5 Xueyuan Lu, Suzhou, Anhui, China", "CN", "安徽省 宿州市 -", "", "xueyuanroad|5|"),
        ("Pudong New District, Shanghai", "CN", "上海市 上海市 浦东新区", "", ""),
        ("350 Fifth Ave, New York, NY 10118", "US", "NY New York -", "10118", "fifthavenue|350|"),
        ("1600 A Parkway, Mountain View, CA 94043-1351, USA", "US", "CA Mountain View -", "94043-1351", None),
        ("10 Downing Street, London SW1A 2AA", "GB", "- London -", "SW1A 2AA", "downingstreet|10|"),
        ("Hauptstraße 5, 10115 Berlin, Germany", "DE", "- Berlin -", "10115", "hauptstrasse|5|"),
        ("Hauptstr. 5, D-10115 Berlin", "DE", "- Berlin -", "10115", "hauptstrasse|5|"),
        ("Keizersgracht 5, 1015 CD Amsterdam, The Netherlands", "NL", "- Amsterdam -", "1015 CD", None),
        (
            "100 King St W, Toronto, ON M5X 1A9, Canada",
            "CA",
            "ON Toronto -",
            "M5X 1A9",
            "kingstreetwest|100|",
        ),
        ("Flat 5, 20 Nathan Road, Hong Kong", "CN", "香港特别行政区 - -", "", "nathanroad|20|5"),
        ("High Street 5", "", "- - -", "", "highstreet|5|"),
        ("美国加利福尼亚州圣何塞市第一大街100号", "US", "- - -", "", None),
    ],
)
def test_other_addresses_give_what_is_certain(typed, country, divisions, postcode, street_key):
    found = parse_address(typed)
    assert " ".join(part or "-" for part in (found.province, found.city, found.district)) == divisions
    assert (found.country, found.postcode) == (country, postcode)
    assert street_key is None or found.street_key == street_key


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("518057 广东省深圳市南山区高新南一道9号", "高新南一道9号"),
        ("深圳市南山区高新南一道9号 518057", "高新南一道9号"),
        ("深圳市南山区高新南一道9号(邮编：518057)", "高新南一道9号"),
        ("深圳市南山区高新南一道9号 邮政编码 518057", "高新南一道9号"),
    ],
)
def test_a_postcode_is_found_in_front_and_behind(typed, rest):
    found = parse_address(typed)
    assert (found.postcode, found.street, found.district) == ("518057", rest, "南山区")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广东省深圳市南山区科苑路15号1203室", "深圳市南山区科苑路15#1203"),
        ("广东省深圳市南山区科苑路15号", "深圳科苑路１５号"),
        ("浙江省杭州市西湖区文三路9号", "浙江杭州西湖區文三路九號"),
        ("广东省东莞市长安镇振安路3号", "东莞市振安路3号"),
        ("100 King St W, Toronto, ON", "100 King Street West, Toronto, ON"),
        ("Hauptstr. 5, D-10115 Berlin", "Hauptstraße 5, 10115 Berlin, Deutschland"),
    ],
)
def test_two_writings_of_one_address_have_one_key(one, other):
    assert parse_address(one).key == parse_address(other).key != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州市人民路1号", "昆山市人民路1号"),
        ("上海市人民路1号", "广州市人民路1号"),
        ("深圳市南山区科苑路15号1203室", "深圳市南山区科苑路15号1204室"),
        ("深圳市南山区科苑路15号", "深圳市南山区科苑路16号"),
        ("上海张江路88弄5号", "上海张江路88弄6号"),
    ],
)
def test_different_addresses_keep_different_keys(one, other):
    assert parse_address(one).key != parse_address(other).key


@pytest.mark.parametrize(
    "typed", ["南山区学院路5号", "城西区解放东路5号", "朝阳区建国路5号", "鼓楼区中山路5号"]
)
def test_a_district_that_several_cities_have_tells_no_city(typed):
    found = parse_address(typed)
    assert (found.province, found.city) == ("", "")
    assert found.district.endswith("区")


def test_a_district_under_the_wrong_city_is_kept_as_typed():
    found = parse_address("上海市天河区中山西路500号")
    assert (found.city, found.district, found.code) == ("上海市", "天河区", "310000")


def test_the_street_keeps_the_characters_in_which_it_was_typed():
    assert parse_address("台北市信義區市府路1號").street == "市府路1號"


def test_a_town_alone_is_no_address_to_be_found_by():
    assert parse_address("广东省深圳市").key == ""
    assert parse_address("").key == ""


@given(st.text(max_size=80) | st.text("省市区县路号弄室广东深圳南山上海12一二十〇#- ,邮编", max_size=60))
def test_nothing_typed_makes_reading_an_address_fail(typed):
    assert parse_address(typed).typed == typed
