"""The words of which names of organisations are made: legal forms, lines of business, branches, departments."""

# Forms of companies say nothing about which company it is; longest first where one ends with another.
COMPANY_FORMS = {
    "股份有限公司": "joint_stock",
    "有限责任公司": "limited",
    "有限公司": "limited",
    "股份公司": "joint_stock",
    "股份有限": "joint_stock",
    "有限责任": "limited",
    "集团公司": "group",
    "总公司": "company",
    "公司": "company",
    "集团": "group",
    "股份": "joint_stock",
    "有限": "limited",
    "有限合伙企业": "partnership",
    "合伙企业": "partnership",
    "特殊普通合伙": "partnership",
    "普通合伙": "partnership",
    "有限合伙": "partnership",
    "个人独资企业": "sole_owner",
    "个人独资": "sole_owner",
    "个体工商户": "sole_trader",
    "个体户": "sole_trader",
    "个体": "sole_trader",
    "株式会社": "kk",
    "合同会社": "gk",
    "有限会社": "limited",
    "本社": "company",
}


def _with_one_letter_missing() -> dict[str, str]:
    """Makes the forms as they look in lists that were cut or typed in haste: 有限司, 限公司, 有限责公司."""
    found: dict[str, str] = {}
    for form in ("有限公司", "有限责任公司", "股份有限公司"):
        for place in range(len(form)):
            found.setdefault(form[:place] + form[place + 1 :], COMPANY_FORMS[form])
    return found


COMPANY_FORMS = _with_one_letter_missing() | COMPANY_FORMS

# What kind of house it is belongs to its name: 协和医院 is not 协和大学.
INSTITUTIONS = {
    "factory": "厂 工厂 总厂 加工厂 制造厂",
    "shop": "店 商店 门店 专卖店 旗舰店 超市 商场 商行 商城 书店 药店 药房 门市 门市部 经营部 经销部 批发部 便利店",
    "centre": "中心 服务中心 技术中心 研发中心",
    "institute": "研究所 研究院 设计院 设计所 科学院 工程院 实验室 规划院 勘察院",
    "school": "学校 学院 中学 小学 幼儿园 高中 技校 党校 职业技术学院",
    "university": "大学",
    "hospital": "医院 诊所 卫生院 卫生所 门诊部 卫生服务中心 妇幼保健院 保健院",
    "firm": "事务所 律师事务所 会计师事务所 税务师事务所",
    "studio": "工作室 工作坊",
    "authority": "局 委员会 厅 政府 人民政府 法院 检察院 管委会 税务局 公安局 海关 居委会 村委会 街道办 总队 支队",
    "association": "协会 商会 学会 基金会 联合会 工会 促进会 联盟",
    "cooperative": "合作社 专业合作社 农民专业合作社 信用社",
    "bank": "银行",
    "hotel": "酒店 宾馆 饭店 旅馆 大酒店 餐厅 酒楼 饭庄",
    "media": "出版社 报社 电视台 杂志社 旅行社",
    "house": "农场 林场 图书馆 博物馆 体育馆 俱乐部 养殖场 会所 车间",
}
INSTITUTION_WORDS = {word: code for code, words in INSTITUTIONS.items() for word in words.split()}

# Lines of business as they stand in names, taken off from the end one after another: 电子|科技.
TRADES = frozenset(
    """
电子 电器 电气 电机 电力 电路 电源 电缆 电线 电池 电讯 电信 电脑 电商 电梯 电热 电声 电工 半导体 集成电路
微电子 光电 光学 光电子 光伏 线路板 电路板 元器件 器件 芯片 传感器 传感 照明 灯具 灯饰 显示 显示器 触控
连接器 仪器 仪表 仪器仪表 测控 检测 计量 控制 自控 科技 技术 科学 网络 信息 软件 通信 通讯 数码 数据 计算机
互联网 物联网 智能 人工智能 系统 系统集成 云计算 数字 大数据 多媒体 安防 监控 生物 医药 药业 制药 医疗 器械
医疗器械 健康 保健 保健品 医学 基因 化妆品 美容 护理 养老 康复 药品 中药 机械 机电 设备 装备 制造 智造 重工
工业 机器 机器人 机床 模具 五金 工具 量具 刀具 刃具 液压 气动 阀门 水泵 泵业 轴承 齿轮 紧固件 标准件 弹簧
铸造 锻造 冲压 焊接 精密 数控 自动化 配件 零部件 汽配 汽车 车业 汽车配件 汽车零部件 摩托车 船舶 航空 航天
轨道 铁路 材料 新材料 复合材料 化工 化学 石化 石油 塑料 塑胶 橡胶 橡塑 涂料 油墨 胶粘 树脂 玻璃 陶瓷 石材
水泥 建材 木业 竹业 金属 钢铁 钢结构 钢材 铝业 铜业 有色金属 不锈钢 合金 稀土 矿业 纸业 纸品 包装 包装材料
印刷 印务 彩印 能源 新能源 燃气 热力 水务 环保 环境 节能 贸易 商贸 工贸 经贸 外贸 进出口 国际贸易 实业 发展
商务 电子商务 销售 营销 供应链 物流 货运 运输 快递 仓储 速递 国际货运代理 代理 批发 零售 食品 饮料 酒业 茶业
乳业 粮油 农业 农产品 牧业 渔业 水产 饲料 种业 肥业 园艺 园林 花卉 餐饮 烘焙 调味品 糖业 肉类 服饰 服装
服饰品 纺织 针织 纺织品 面料 皮具 皮革 鞋业 鞋材 箱包 家纺 布业 制衣 内衣 羽绒 丝绸 印染 化纤 家具 家居 家电
家私 日用品 用品 办公用品 办公 文具 玩具 礼品 工艺品 珠宝 首饰 钟表 眼镜 乐器 体育用品 体育 厨具 卫浴 洁具
洁具用品 建筑 建设 工程 建筑工程 装饰 装饰工程 装修 设计 房地产 地产 置业 物业 市政 路桥 土木 幕墙 门窗 消防
景观 测绘 监理 勘察 劳务 安装 投资 金融 保险 证券 基金 资本 资产 租赁 担保 典当 控股 管理 企业管理 投资管理
资产管理 物业管理 供应链管理 餐饮管理 咨询 顾问 策划 服务 文化 传媒 广告 影视 传播 文化传媒 出版 娱乐 动漫
演艺 艺术 会展 展览 旅游 酒店管理 教育 培训 教育科技 教育咨询 人才 人力资源 开发 房地产开发 技术开发
技术服务 网络科技 信息科技 信息技术 生物科技 电子科技 智能科技 科技发展 实业发展 汽车销售 机械设备
自动化设备 网络技术 工程技术 研发 国际 产业 企业 经营 维修 回收 再生资源 清洁 家政 洗涤 修理 制品 产品 器材
耗材 制冷 空调 暖通 净化 过滤 真空 激光 喷涂 电镀 表面处理 啤酒 白酒 葡萄酒 煤业
煤炭 煤矿 速运 快运 锂电池 港务 港口 高速公路 化肥 水电 火电 风电 热电 供电 盐业 烟草 邮政 终端 电声 数字技术
""".split()
)
LONGEST_TRADE = max(map(len, TRADES))

# A part of an organisation, written behind its name.
BRANCH = (
    r"分公司|子公司|分店|分厂|分院|分校|分部|分行|支行|分局|分所|分中心|分社|办事处|代表处|联络处|营业部|营业厅|事业部|经销处|"
    r"第[一二三四五六七八九十\d]+(?:工厂|厂|车间|门市部|营业部|分公司|事业部|项目部)"
)
_DEPARTMENT = (
    "采购 销售 市场 技术 研发 财务 人事 人力资源 行政 工程 生产 品质 品管 质量 质检 客服 客户服务 "
    "售后 售后服务 物流 仓储 信息 信息技术 法务 业务 国际 国际业务 外贸 项目 设备 设计 制造 计划 "
    "资材 物控 总务 企划 后勤 营销 商务 审计 公关 安全 运营 战略 开发"
)
DEPARTMENT = (
    "(?:" + "|".join(_DEPARTMENT.split()) + ")(?:一|二|三)?[部处科组课]|总经办|办公室|总经理办公室|董事会"
)

# Cities below a city that companies carry in front of their names without 市.
KNOWN_TOWNS = frozenset(
    (
        "昆山 江阴 张家港 常熟 太仓 宜兴 义乌 慈溪 余姚 诸暨 海宁 桐乡 平湖 温岭 乐清 瑞安 永康 晋江 "
        "石狮 南安 福清 胶州 即墨 龙口 荣成 寿光 如皋 海门 启东 丹阳 泰兴 靖江 溧阳 仪征 邳州 新郑 巩义 "
        "长葛 浏阳 醴陵 都江堰 邛崃 台山 鹤山 四会 增城 从化 顺德 番禺 花都 萧山 余杭 富阳 鄞州 上虞 "
        "柯桥 仙桃 潜江 天门 济源 廊坊 三河"
    ).split()
)

LATIN_FORMS: dict[tuple[str, ...], str] = {
    tuple(words.split()): code
    for code, forms in {
        "limited": "ltd|limited|co ltd|co limited|company limited|company ltd|pte ltd|private limited|pvt ltd|pty ltd|"
        "pty limited|proprietary limited|sdn bhd|pte|pty|corp ltd|inc ltd",
        "llc": "llc|l l c",
        "llp": "llp|lp|lllp",
        "incorporated": "inc|incorporated",
        "corporation": "corp|corporation|corporate",
        "company": "co|company|cie|compagnie|& co|and co|and company|& company",
        "gmbh": "gmbh|mbh|ggmbh",
        "gmbh_co_kg": "gmbh & co kg|gmbh and co kg|gmbh & co|gmbh u co kg|gmbh co kg|gmbh & co kgaa|ag & co kg",
        "ug": "ug|ug haftungsbeschrankt",
        "ag": "ag",
        "kg": "kg|kgaa|ohg|gbr",
        "verein": "ev|e v",
        "se": "se",
        "sa": "sa|societe anonyme|sau",
        "sas": "sas|sasu",
        "sarl": "sarl|eurl",
        "srl": "srl|srls|s r l",
        "spa": "spa|s p a",
        "sl": "sl|slu",
        "ltda": "ltda|lda|eireli",
        "cv": "sa de cv|s de rl de cv|sapi de cv",
        "bv": "bv|b v",
        "nv": "nv|n v",
        "ab": "ab|aktiebolag",
        "oy": "oy|oyj|oy ab",
        "a_s": "a_s|aps|asa|as|a s|ivs",
        "plc": "plc",
        "kk": "kk|k k|kabushiki kaisha|kabushiki gaisha",
        "gk": "gk|godo kaisha",
        "sp_zoo": "spzoo|sp z oo|sp zoo|sp z o o",
        "sro": "sro|s r o|as cz",
        "kft": "kft|zrt|nyrt|bt",
        "doo": "doo|d o o|dd",
        "ooo": "ooo|oao|zao|pao|jsc|ojsc|pjsc|cjsc",
        "bhd": "bhd|tbk",
        "group": "group|holding|holdings|gruppe|groupe|group of companies",
    }.items()
    for words in forms.split("|")
}
LONGEST_LATIN_FORM = max(map(len, LATIN_FORMS))
LATIN_FRONT_FORMS = {"pt": "pt", "ooo": "ooo", "oao": "ooo", "zao": "ooo", "pao": "ooo"}

# One writing for words that are written in several ways; what a word stands for is its line of business.
LATIN_TRADES = {
    word: row.split()[0]
    for row in """
electronic electronics|electric electrical electrics
technology technologies tech techn technol technologie technik|trading trade traders trades
industry industries industrial ind|machinery machine machines|manufacturing mfg manufacturer
manufacturers|international intl internat|system systems|solution solutions|software
engineering eng engineers|service services|logistics logistic|transport transportation|shipping
pharmaceutical pharmaceuticals pharma|medical|equipment equip|instrument|instruments
material materials|chemical chemicals chemistry|plastic plastics|metal metals|steel
import imp importers|export exp exporters|communication communications|network networks
semiconductor semiconductors|circuits circuit|components component|energy|power|food foods
textile textiles|garment garments|furniture|construction|consulting consultants consultancy
design designs|development|enterprise enterprises|automation|control controls|optoelectronics
lighting|packaging|printing|product products|supply supplies|research
laboratory laboratories labs lab|hospital|university|school|bank|hotel hotels|factory works
studio studios|institute|tools|motors|auto automotive|parts|digital|data|media|marketing
investment investments|management|science sciences scientific
""".replace("\n", "|").split("|")
    for word in row.split()
}
LATIN_BRANCH_WORDS = frozenset(
    "branch office subsidiary department dept division plant factory warehouse headquarters hq".split()
)
LATIN_DEPARTMENTS = frozenset(
    (
        "purchasing procurement sales marketing engineering technical finance accounting hr personnel quality "
        "production logistics service support it legal export import research customer representative"
    ).split()
)
