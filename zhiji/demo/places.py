"""Where customers live: Chinese provinces, cities and districts, and towns abroad."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    name: str
    province: str
    area_code: str
    districts: tuple[str, ...]
    sales_team: str
    weight: int


def _cities() -> tuple[City, ...]:
    rows = []
    for text in CHINA.strip().splitlines():
        team, weight, area, province, name, districts = text.split(" ", 5)
        rows.append(City(name, province, area, tuple(districts.split()), team, int(weight)))
    return tuple(rows)


# sales team, weight, area code, province, city, districts
CHINA = """
south 16 755 广东 深圳 南山区 宝安区 福田区 龙岗区 龙华区 光明区
south 8 20 广东 广州 天河区 黄埔区 番禺区 海珠区 白云区
south 7 769 广东 东莞 松山湖 长安镇 虎门镇 塘厦镇 南城街道
south 3 757 广东 佛山 南海区 顺德区 禅城区
south 3 752 广东 惠州 惠城区 惠阳区 大亚湾区
south 3 756 广东 珠海 香洲区 斗门区 金湾区
south 3 592 福建 厦门 思明区 湖里区 集美区 海沧区
south 2 591 福建 福州 鼓楼区 仓山区 马尾区
south 2 771 广西 南宁 青秀区 西乡塘区 良庆区
south 3 731 湖南 长沙 岳麓区 雨花区 长沙县
south 1 898 海南 海口 龙华区 美兰区
east 12 21 上海 上海 浦东新区 闵行区 松江区 嘉定区 徐汇区 杨浦区
east 9 512 江苏 苏州 工业园区 虎丘区 吴中区 昆山市
east 5 25 江苏 南京 江宁区 雨花台区 栖霞区 鼓楼区
east 4 510 江苏 无锡 新吴区 滨湖区 惠山区
east 2 519 江苏 常州 武进区 新北区
east 7 571 浙江 杭州 滨江区 余杭区 西湖区 萧山区
east 4 574 浙江 宁波 鄞州区 北仑区 慈溪市
east 2 577 浙江 温州 乐清市 瓯海区 鹿城区
east 4 551 安徽 合肥 蜀山区 高新区 包河区
east 2 791 江西 南昌 青山湖区 红谷滩区
east 1 553 安徽 芜湖 鸠江区 弋江区
north 12 10 北京 北京 海淀区 朝阳区 丰台区 昌平区 大兴区
north 5 22 天津 天津 西青区 滨海新区 南开区
north 4 532 山东 青岛 崂山区 城阳区 黄岛区
north 4 531 山东 济南 历下区 历城区 高新区
north 2 535 山东 烟台 芝罘区 莱山区
north 3 371 河南 郑州 高新区 金水区 中原区
north 2 311 河北 石家庄 裕华区 长安区
north 3 24 辽宁 沈阳 浑南区 铁西区 和平区
north 3 411 辽宁 大连 甘井子区 沙河口区
north 2 431 吉林 长春 朝阳区 高新区 绿园区
north 2 451 黑龙江 哈尔滨 南岗区 松北区
north 1 351 山西 太原 小店区 万柏林区
west 6 28 四川 成都 高新区 双流区 武侯区 郫都区
west 4 23 重庆 重庆 渝北区 沙坪坝区 九龙坡区
west 6 29 陕西 西安 雁塔区 长安区 高新区
west 6 27 湖北 武汉 洪山区 江夏区 东西湖区 武昌区
west 1 851 贵州 贵阳 观山湖区 云岩区
west 1 871 云南 昆明 五华区 官渡区
west 1 931 甘肃 兰州 城关区 七里河区
west 1 991 新疆 乌鲁木齐 新市区 天山区
"""
CHINA_CITIES = _cities()
MUNICIPALITIES = frozenset(("北京", "上海", "天津", "重庆"))


@dataclass(frozen=True, slots=True)
class Country:
    """A country of customers; `hours` is its usual distance from UTC, `culture` names the name stock."""

    region: str
    name: str
    culture: str
    hours: int
    weight: int
    mobile: str
    landline: str
    legal: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]
    street: str


def _towns(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((part.split("=")[0].strip(), part.split("=")[1].strip()) for part in text.split(","))


# In number patterns x is any digit and A the area code of the town; see phones.py.
COUNTRIES = (
    Country(
        "US",
        "USA",
        "english",
        -6,
        22,
        "+1 A 7xx xxxx",
        "+1 A 555 xxxx",
        ("Inc.", "LLC", "Corp."),
        _towns(
            "Austin TX=512, San Jose CA=408, Boston MA=617, Denver CO=303, Portland OR=503, Chicago IL=312,"
            "Raleigh NC=919, Seattle WA=206, Minneapolis MN=612, Phoenix AZ=602"
        ),
        "{n} {road}",
    ),
    Country(
        "GB",
        "United Kingdom",
        "english",
        0,
        12,
        "+44 74xx xxxxxx",
        "+44 A 496 xxxx",
        ("Ltd",),
        _towns(
            "Leeds=113, Sheffield=114, Leicester=116, Bristol=117, Reading=118, Birmingham=121,"
            "Edinburgh=131, Glasgow=141"
        ),
        "{n} {road}",
    ),
    Country(
        "DE",
        "Germany",
        "german",
        1,
        14,
        "+49 1512 xxxxxxx",
        "+49 A 90xxxx",
        ("GmbH", "GmbH & Co. KG", "AG"),
        _towns("Stuttgart=711, München=89, Dresden=351, Hamburg=40, Nürnberg=911, Köln=221, Leipzig=341"),
        "{road} {n}",
    ),
    Country(
        "NL",
        "Netherlands",
        "dutch",
        1,
        5,
        "+31 6 1xxxxxxx",
        "+31 A 76xxxxx",
        ("B.V.",),
        _towns("Eindhoven=40, Utrecht=30, Delft=15, Arnhem=26"),
        "{road} {n}",
    ),
    Country(
        "FR",
        "France",
        "french",
        1,
        6,
        "+33 6 1x xx xx xx",
        "+33 A 12 xx xx x",
        ("SARL", "SAS"),
        _towns("Lyon=47, Grenoble=47, Toulouse=56, Nantes=24, Lille=32"),
        "{n} {road}",
    ),
    Country(
        "IT",
        "Italy",
        "italian",
        1,
        5,
        "+39 347 xxx xxxx",
        "+39 A 65xxxxx",
        ("S.r.l.", "S.p.A."),
        _towns("Torino=011, Bologna=051, Milano=02, Padova=049"),
        "{road} {n}",
    ),
    Country(
        "ES",
        "Spain",
        "spanish",
        1,
        4,
        "+34 6xx xxx xxx",
        "+34 A 4xx xxx",
        ("S.L.", "S.A."),
        _towns("Valencia=960, Zaragoza=976, Barcelona=930, Bilbao=944"),
        "{road} {n}",
    ),
    Country(
        "SE",
        "Sweden",
        "nordic",
        1,
        4,
        "+46 70 1xx xx xx",
        "+46 A 31 xx xx",
        ("AB",),
        _towns("Göteborg=31, Malmö=40, Linköping=13, Västerås=21"),
        "{road} {n}",
    ),
    Country(
        "JP",
        "Japan",
        "japanese",
        9,
        7,
        "+81 90 2xxx xxxx",
        "+81 A 6xx xxxx",
        ("K.K.", "Co., Ltd."),
        _towns("Yokohama=45, Nagoya=52, Kyoto=75, Kobe=78"),
        "{m}-{n} {road}",
    ),
    Country(
        "KR",
        "Korea",
        "korean",
        9,
        3,
        "+82 10 xxxx xxxx",
        "+82 A 6xx xxxx",
        ("Co., Ltd.",),
        _towns("Suwon=31, Daejeon=42, Busan=51"),
        "{n} {road}-ro",
    ),
    Country(
        "SG",
        "Singapore",
        "singapore",
        8,
        5,
        "+65 91xx xxxx",
        "+65 667x xxxx",
        ("Pte Ltd",),
        _towns("Singapore=6"),
        "{n} {road}",
    ),
    Country(
        "IN",
        "India",
        "indian",
        5,
        7,
        "+91 98xxx xxxxx",
        "+91 A 4xxx xxxx",
        ("Pvt Ltd", "LLP"),
        _towns("Bengaluru=80, Chennai=44, Hyderabad=40, Mumbai=22"),
        "{n} {road}",
    ),
    Country(
        "AU",
        "Australia",
        "english",
        10,
        4,
        "+61 41x xxx xxx",
        "+61 A 9xxx xxxx",
        ("Pty Ltd",),
        _towns("Melbourne=3, Brisbane=7, Adelaide=8"),
        "{n} {road}",
    ),
    Country(
        "BR",
        "Brazil",
        "portuguese",
        -3,
        3,
        "+55 A 9xxxx xxxx",
        "+55 A 3xxx xxxx",
        ("Ltda.",),
        _towns("Campinas=19, Curitiba=41, Florianópolis=48"),
        "{road}, {n}",
    ),
)
