"""Our own firm: 澄川电子 Chengchuan Electronics, its brands, lines, teams and people."""

from zhiji.demo.facts import Form, Line, Staff, Team

NAME_ZH = "澄川电子有限公司"
NAME_EN = "Chengchuan Electronics Co., Ltd."
SHORT_ZH = "澄川电子"
SHORT_EN = "Chengchuan Electronics"
DOMAIN = "chengchuan.example"
ADDRESS_ZH = "广东省深圳市宝安区澄川路18号"
ADDRESS_EN = "18 Chengchuan Road, Bao'an District, Shenzhen"
BOARD_BRAND = "澄板 Chengboard"
COMPUTER_BRAND = "川核 Chuancore"

TEAMS = (
    Team("company", "澄川电子", "Chengchuan Electronics", None),
    Team("office", "总经理办公室", "General Office", "company"),
    Team("sales", "销售部", "Sales", "company"),
    Team("south", "华南销售组", "Sales South China", "sales"),
    Team("east", "华东销售组", "Sales East China", "sales"),
    Team("north", "华北销售组", "Sales North China", "sales"),
    Team("west", "中西部销售组", "Sales Central and West China", "sales"),
    Team("overseas", "海外销售组", "Overseas Sales", "sales"),
    Team("service", "客户服务部", "Customer Service", "company"),
    Team("boards", "电路板技术支持组", "Board Support", "service"),
    Team("computers", "嵌入式计算机技术支持组", "Computer Support", "service"),
    Team("complaints", "客诉与质量组", "Complaints and Quality", "service"),
    Team("marketing", "市场部", "Marketing", "company"),
    Team("factory", "制造与交付部", "Manufacturing and Delivery", "company"),
    Team("it", "信息部", "IT", "company"),
)

# key is also the mail address; role is one of: administrator, sales_manager, salesperson, service_manager,
# service_agent, viewer.
_PEOPLE = """
shen.yunqing|沈云清|Shen Yunqing|office|viewer|总经理|General Manager|zh-hans
jian.heming|简鹤鸣|Jian Heming|it|administrator|信息主管|IT Manager|zh-hans
qiao.muyang|乔沐阳|Qiao Muyang|it|administrator|系统工程师|Systems Engineer|zh-hans
fang.zhirou|方芷柔|Fang Zhirou|sales|sales_manager|销售总监|Sales Director|zh-hans
liang.jiahao|梁家豪|Liang Jiahao|south|salesperson|客户经理|Account Manager|zh-hans
mo.xiaoting|莫晓婷|Mo Xiaoting|south|salesperson|客户经理|Account Manager|zh-hans
ou.guanlin|欧冠霖|Ou Guanlin|south|salesperson|客户经理|Account Manager|zh-hans
gu.wenjun|顾文珺|Gu Wenjun|east|salesperson|客户经理|Account Manager|zh-hans
xu.chengze|许承泽|Xu Chengze|east|salesperson|客户经理|Account Manager|zh-hans
zhao.liwei|赵立惟|Zhao Liwei|north|salesperson|客户经理|Account Manager|zh-hans
bai.ruoning|白若宁|Bai Ruoning|north|salesperson|客户经理|Account Manager|zh-hans
tang.shukai|唐书恺|Tang Shukai|west|salesperson|客户经理|Account Manager|zh-hans
helen.marlow|Helen Marlow|Helen Marlow|overseas|sales_manager|海外销售经理|Overseas Sales Manager|en
ye.zixuan|叶子萱|Ye Zixuan|overseas|salesperson|海外客户经理|Account Manager|zh-hans
daniel.okafor|Daniel Okafor|Daniel Okafor|overseas|salesperson|海外客户经理|Account Manager|en
qin.haoran|覃浩然|Qin Haoran|service|service_manager|客服经理|Customer Service Manager|zh-hans
luo.yifei|罗一菲|Luo Yifei|boards|service_agent|电路板技术支持|Board Support Engineer|zh-hans
cai.jingyu|蔡景瑜|Cai Jingyu|boards|service_agent|工艺支持工程师|Process Support Engineer|zh-hans
peng.bowen|彭博闻|Peng Bowen|computers|service_agent|嵌入式技术支持|Embedded Support Engineer|zh-hans
nina.castell|Nina Castell|Nina Castell|computers|service_agent|技术支持工程师|Support Engineer|en
he.siyuan|何思源|He Siyuan|computers|service_agent|嵌入式技术支持|Embedded Support Engineer|zh-hans
tao.anqi|陶安琪|Tao Anqi|complaints|service_agent|客诉专员|Complaints Officer|zh-hans
dai.mingda|戴明达|Dai Mingda|complaints|service_agent|质量工程师|Quality Engineer|zh-hans
jiang.muxi|江沐曦|Jiang Muxi|marketing|viewer|市场专员|Marketing Officer|zh-hans
lu.zhenting|陆振霆|Lu Zhenting|factory|viewer|交付计划员|Delivery Planner|zh-hans
"""


def _staff() -> tuple[Staff, ...]:
    people = []
    for number, row in enumerate(_PEOPLE.strip().splitlines()):
        key, name, latin, team, role, title_zh, title_en, language = row.split("|")
        mail = f"{key}@{DOMAIN}"
        people.append(
            Staff(key, name, latin, mail, team, role, title_zh, title_en, language, str(8001 + number))
        )
    return tuple(people)


STAFF = _staff()
BY_KEY = {person.key: person for person in STAFF}
SELLERS = {
    team: tuple(p.key for p in STAFF if p.team == team and p.role in ("salesperson", "sales_manager"))
    for team in ("south", "east", "north", "west", "overseas")
}
AGENTS = {
    team: tuple(p.key for p in STAFF if p.team == team and p.role == "service_agent")
    for team in ("boards", "computers", "complaints")
}

LINES = (
    Line("board_sales", "澄板销售", "Chengboard sales", "sales",
         "sales@chengboard.example", "+864006660101", "sales", BOARD_BRAND),
    Line("board_support", "澄板技术支持", "Chengboard support", "support",
         "support@chengboard.example", "+864006660102", "boards", BOARD_BRAND),
    Line("computer_sales", "川核销售", "Chuancore sales", "sales",
         "sales@chuancore.example", "+864006660201", "sales", COMPUTER_BRAND),
    Line("computer_support", "川核技术支持", "Chuancore support", "support",
         "support@chuancore.example", "+864006660202", "computers", COMPUTER_BRAND),
    Line("complaints", "客户投诉", "Complaints", "complaints",
         "care@chengchuan.example", "+864006660999", "complaints", SHORT_ZH),
)  # fmt: skip
LINES_BY_KEY = {line.key: line for line in LINES}
WEB_FORMS = (
    Form("boards-quote", "board_sales", "电路板询价", "Ask for a quotation on boards"),
    Form(
        "computers-quote", "computer_sales", "嵌入式计算机询价", "Ask for a quotation on embedded computers"
    ),
    Form("boards-help", "board_support", "电路板技术支持", "Help with boards"),
    Form("computers-help", "computer_support", "嵌入式计算机技术支持", "Help with embedded computers"),
    Form("complaint", "complaints", "投诉与建议", "Complaints and suggestions"),
)

PASSWORD = "zhiji-demo-2026"
_SIGN_IN_STAFF = ("jian.heming", "fang.zhirou", "liang.jiahao", "peng.bowen", "shen.yunqing")


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Name, mail address, password and role of the people one may try the program as, one for each role."""
    chosen = (BY_KEY[key] for key in _SIGN_IN_STAFF)
    return [(person.name, person.mail, PASSWORD, person.role) for person in chosen]
