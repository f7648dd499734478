"""Chinese words that names of people and firms are put together from.

A stock is written as "字pinyin 字pinyin …" so that a mail address can be spelt without a dictionary.
"""


def _stock(text: str) -> tuple[tuple[str, str], ...]:
    """Read "王wang 欧阳ouyang" as (("王", "wang"), ("欧阳", "ouyang"))."""
    pairs = []
    for word in text.split():
        latin = word.lstrip("".join(c for c in word if not c.isascii()))
        pairs.append((word[: len(word) - len(latin)], latin))
    return tuple(pairs)


# Ordered from common to rare; the first third is drawn more often.
SURNAMES = _stock(
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma 朱zhu 胡hu 林lin "
    "郭guo 何he 高gao 罗luo 郑zheng 梁liang 谢xie 宋song 唐tang 许xu 邓deng 冯feng 韩han 曹cao 曾zeng 彭peng "
    "萧xiao 蔡cai 潘pan 田tian 董dong 袁yuan 于yu 余yu 叶ye 蒋jiang 杜du 苏su 魏wei 程cheng 吕lv 丁ding "
    "沈shen 任ren 姚yao 卢lu 傅fu 钟zhong 姜jiang 崔cui 谭tan 廖liao 范fan 汪wang 陆lu 金jin 石shi 戴dai "
    "贾jia 韦wei 夏xia 邱qiu 方fang 侯hou 邹zou 熊xiong 孟meng 秦qin 白bai 江jiang 阎yan 薛xue 尹yin 段duan "
    "雷lei 黎li 史shi 龙long 陶tao 贺he 顾gu 毛mao 郝hao 龚gong 邵shao 万wan 钱qian 严yan 赖lai 覃qin "
    "洪hong 武wu 莫mo 孔kong 欧阳ouyang 上官shangguan 司徒situ 诸葛zhuge"
)
SURNAMES_COMMON = SURNAMES[:36]

MALE_SINGLE = _stock(
    "伟wei 强qiang 磊lei 军jun 勇yong 涛tao 超chao 鹏peng 杰jie 斌bin 辉hui 刚gang 健jian 波bo 宁ning 凯kai "
    "峰feng 浩hao 翔xiang 旭xu 毅yi 俊jun 晨chen 帆fan 松song 岩yan 锐rui 坤kun 航hang 骁xiao 恺kai 晖hui"
)
FEMALE_SINGLE = _stock(
    "芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 燕yan 玲ling 婷ting 慧hui 莉li 倩qian 颖ying 洁jie "
    "琳lin 雪xue 梅mei 璐lu 蕾lei 萍ping 菲fei 悦yue 妍yan 琪qi 薇wei 瑶yao 岚lan 晴qing"
)
MALE_FIRST = _stock(
    "志zhi 建jian 文wen 国guo 明ming 海hai 晓xiao 宇yu 子zi 俊jun 家jia 永yong 德de 天tian 少shao 振zhen "
    "浩hao 泽ze 鸿hong 立li 思si 世shi 春chun 景jing 承cheng 嘉jia 光guang 大da 荣rong 启qi"
)
MALE_SECOND = _stock(
    "强qiang 华hua 平ping 军jun 东dong 林lin 峰feng 辉hui 明ming 伟wei 龙long 飞fei 杰jie 波bo 斌bin 宇yu "
    "轩xuan 然ran 豪hao 哲zhe 翔xiang 阳yang 远yuan 涛tao 毅yi 安an 成cheng 恒heng 文wen 生sheng 昌chang 新xin"
)
FEMALE_FIRST = _stock(
    "晓xiao 雅ya 丽li 美mei 秀xiu 玉yu 春chun 雨yu 思si 佳jia 梦meng 诗shi 欣xin 淑shu 慧hui 婉wan 静jing "
    "文wen 海hai 小xiao 若ruo 心xin 紫zi 明ming 乐le 书shu 清qing 可ke"
)
FEMALE_SECOND = _stock(
    "芳fang 红hong 兰lan 英ying 梅mei 萍ping 琴qin 云yun 燕yan 玲ling 怡yi 涵han 琪qi 婷ting 雯wen 颖ying "
    "洁jie 娟juan 敏min 霞xia 慧hui 琳lin 妍yan 蓉rong 珊shan 莹ying 菲fei 岚lan 薇wei 瑶yao"
)

# A trade name is one of each list. Within a list every spelling differs, and no second part begins with
# a vowel, so two trade names never spell the same mail domain.
_TRADE_FIRST = _stock(
    "瑞rui 凌ling 恒heng 鼎ding 华hua 泰tai 科ke 创chuang 众zhong 博bo 远yuan 宏hong 金jin 天tian 海hai "
    "德de 嘉jia 新xin 明ming 启qi 睦mu 朗lang 维wei 诺nuo 景jing 飞fei 盛sheng 亿yi 蓝lan 云yun 智zhi 森sen "
    "卓zhuo 普pu 昊hao 乾qian 汇hui 旭xu 腾teng 赛sai 拓tuo 康kang 万wan 百bai 光guang 同tong 北bei 川chuan "
    "安an 辰chen 丰feng 冠guan 迈mai 格ge 润run 航hang 沃wo 翰han 雅ya 达da 顺shun 骏jun 硕shuo 群qun 帆fan "
    "星xing 岳yue 晓xiao 希xi 捷jie 坤kun 优you 聚ju 禹yu 鲁lu 洛luo 尚shang 仁ren 容rong 思si 松song 图tu "
    "梧wu 阳yang 银yin 真zhen 舟zhou 珠zhu 邦bang 宝bao 诚cheng 驰chi 春chun 谷gu"
)
_TRADE_SECOND = _stock(
    "芯xin 达da 源yuan 拓tuo 通tong 泰tai 科ke 联lian 捷jie 能neng 图tu 讯xun 力li 特te 德de 成cheng 胜sheng "
    "光guang 辉hui 宇yu 驰chi 创chuang 和he 泽ze 来lai 丰feng 凯kai 卓zhuo 翔xiang 维wei 视shi 普pu 邦bang "
    "腾teng 朗lang 川chuan 恒heng 瑞rui 景jing 盟meng 路lu 顿dun 智zhi 基ji 研yan 诺nuo 格ge 迪di 伦lun 纳na 宝bao"
)
# Ordinary words, or too like a firm that exists.
_NOT_A_TRADE_NAME = frozenset(
    "博通 卓胜 亿联 创维 腾讯 顺丰 德邦 智能 普通 光能 安联 诺基 华能 华泰 华联 明基 宏基 百联 银联 银泰 安邦 万和 "
    "万达 万科 飞腾 海能 天能 华润 智联 海拓 科普 光辉 新能 希格 图瑞 迈瑞 迈普 思科 思特 聚光 星图 云图 捷普 捷达 "
    "华诺 德力 德瑞 新科 新联 百胜 天通 海图 海联 天创 天源 宝德 宝能 康泰 雅迪 雅诺 阳光 春光 春晖 科创 飞翔 翱翔 "
    "同德 同创 万能 全能 安能 安图 安普 安科 聚创 凌志 智力 安康 思维 思路 晓得 真诚 贝瑞 沃特 沃尔 德格 普拉 金川 四川 银川".split()
)
TRADE_NAMES = tuple(
    (first + second, first_latin + second_latin)
    for first, first_latin in _TRADE_FIRST
    for second, second_latin in _TRADE_SECOND
    if first_latin != second_latin and first + second not in _NOT_A_TRADE_NAME
)

DEPARTMENTS = {
    "purchasing": "采购部",
    "engineering": "研发部",
    "production": "生产部",
    "quality": "质量部",
    "it": "信息部",
    "finance": "财务部",
    "management": "总经办",
    "warehouse": "仓储物流部",
    "lab": "实验室",
    "office": "办公室",
}
TITLES = {
    "purchasing": ("采购经理", "采购工程师", "采购专员", "采购主管"),
    "engineering": ("硬件工程师", "研发经理", "嵌入式工程师", "技术总监", "项目经理"),
    "production": ("生产主管", "工艺工程师", "设备工程师"),
    "quality": ("质量经理", "质检工程师", "SQE工程师"),
    "it": ("信息主管", "系统管理员", "运维工程师"),
    "finance": ("财务经理", "会计"),
    "management": ("总经理", "副总经理", "总经理助理"),
    "warehouse": ("仓库主管", "物流专员"),
    "lab": ("实验室主任", "副教授", "讲师", "博士研究生", "实验员"),
    "office": ("主任", "科长", "科员", "项目负责人"),
}
ROADS = (
    "创业路 科技路 工业一路 兴业路 高新大道 学府路 滨河路 建设路 人民路 中山路 迎宾路 软件园路 新园路 云谷路 "
    "临港大道 科苑路 长江路 光明路 和平路 振兴路 创新大道 智造路 金桥路 茶山路 望江路 文昌路"
).split()
PARKS = "科技园 创新产业园 智能制造园 软件园 电子城 高新区孵化器 联东产业园 数码港 光电产业园 创客大厦 信息大厦 云创中心".split()
ESTATES = (
    "阳光花园 翠湖苑 锦绣新村 枫林雅居 金桂家园 望江府 澜庭 东方名苑 幸福里 梧桐小区 云溪小镇 书香苑".split()
)

FREE_MAIL = ("yunyou.example", "xinjian.example", "hezhoumail.example", "suiyou.example")
