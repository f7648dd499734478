"""What people put before and behind a name: Mr., Dr., 先生, 经理, 总."""

# Behind a Chinese name, longest first where one ends with another.
CHINESE = tuple(
    sorted(
        (
            "先生 女士 小姐 太太 夫人 同志 阁下 老师 师傅 老板 老总 经理 总经理 副总经理 总监 副总监 "
            "主任 副主任 主管 助理 总助 秘书 工程师 高级工程师 总工程师 高工 总工 教授 副教授 博士 "
            "院士 医生 医师 大夫 护士 律师 会计 会计师 出纳 采购员 业务员 采购 销售 董事长 副董事长 "
            "董事 总裁 副总裁 副总 总 厂长 副厂长 店长 站长 所长 副所长 院长 副院长 校长 副校长 局长 "
            "副局长 处长 副处长 科长 副科长 部长 副部长 课长 组长 班长 队长 书记 副书记 主席 会长 "
            "秘书长 理事长 市长 县长 镇长 村长 区长 行长 副行长 支书 股长 司机 前台 客服 店主 老总 "
            "顾问 代表 专员 导师 讲师 研究员 设计师 经纪人 负责人 联系人 收"
        ).split(),
        key=len,
        reverse=True,
    )
)
# Behind a surname alone only: 李工, 王姐; in 王建工 it may be the given name.
AFTER_SURNAME_ONLY = frozenset("工 姐 哥 董 处 局 姨 叔 婶 爷 嫂".split())
BEFORE_SURNAME_ONLY = frozenset("小 老 阿".split())

LATIN_BEFORE = frozenset(
    "mr mrs ms miss mx dr prof professor doctor ing dipl-ing dipling herr frau hr fr m mme mlle sir "
    "madam lady lord sr sra srta signor signora dott dottssa eng rev hon capt attn".split()
)
LATIN_BEHIND = frozenset("jr sr ii iii iv phd md mba esq cpa msc bsc ma ba dds cfa pe".split())
