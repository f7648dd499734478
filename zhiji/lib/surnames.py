"""Family names: which first characters of a Chinese name are one, how they are read, and how common they are."""

# In the order of how many people carry them, as far as it matters for telling Li Lei from Lei Li.
_COMMON = """
王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 邓 冯 曹 彭 曾 肖 萧 田 董 潘
袁 蔡 蒋 余 于 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 韦 贾 夏 付 方 邹 熊 白 孟 秦
邱 侯 江 尹 薛 闫 段 雷 龙 黎 史 陶 贺 毛 郝 顾 龚 邵 万 覃 武 钱 戴 严 莫 孔 向 常 汤 康 易 乔 赖 文 施 洪
辛 柯 牛 毕 温 芦 俞 章 鲁 葛 欧 伍 申 尤 樊 聂 焦 齐 殷 柳 岳 詹 关 骆 庞 倪 祁 左 梅 庄 庾 涂 颜 谷 舒 耿
牟 卜 路 凌 霍 翟 兰 项 华 裴 童 盛 蓝 季 吉 单 安 管 冉 甘 宁 邢 纪 成 房 苗 鲍 费 游 柴 阮 屈 曲 车 辜 古
代 褚 桂 解 佟 闵 缪 翁 穆 时 狄 米 贝 明 臧 计 伏 谈 茅
""".split()
_OTHERS = """
支 昝 麻 强 娄 危 郁 杭 诸 包 崔 吉 钮 嵇 滑 裘 荣 荀 羊 於 惠 甄 曲 家 封 芮 羿 储 靳 汲 邴 糜 松 井 富 巫
乌 焦 巴 弓 牧 隗 山 谷 全 郗 班 仰 秋 仲 伊 宫 仇 栾 暴 钭 厉 戎 祖 符 景 束 幸 司 韶 郜 薄 印 宿 怀 蒲 邰
鄂 索 咸 籍 卓 蔺 屠 蒙 池 阴 鬱 胥 能 苍 双 闻 莘 党 贡 劳 逄 姬 扶 堵 冉 宰 郦 雍 却 璩 桑 濮 寿 通 边 扈
燕 冀 郏 浦 尚 农 别 晏 瞿 阎 充 慕 连 茹 习 宦 艾 鱼 容 向 慎 戈 终 暨 居 衡 步 都 满 弘 匡 国 寇 广 禄 阙
东 殴 殳 沃 利 蔚 越 夔 隆 师 巩 厍 晁 勾 敖 融 冷 訾 阚 那 简 饶 空 毋 沙 乜 养 鞠 须 丰 巢 蒯 相 查 后 荆
红 竺 权 逯 盖 益 桓 公 仉 督 岳 帅 缑 亢 况 郈 有 琴 商 伯 佘 佴 赏 墨 哈 谯 笪 爱 阳 佟 言 邸 操 但 苟
郎 揭 衣 丛 仝 战 初 宗 隋 迟 原 栗 苑 柏 水 窦 云 潘 奚 彭 酆 花 俞 袁 柳 平 湛 祝 和 虞 经 裴 卞 元 傅 皮
喻 尧 展 占 晋 藏 铁 揣 官 生 海 朴 冼 区 洗 麦 黎 蓝 银 粟 芶 律 矫 来 才 代 杞 闭 修 仵 茆 郄 蹇 补 呼 泮
敬 亓 冶 信 逢 青 奉 种 召 员 折 繁 秘 黑 祭 库 谌 尉 钦 戚 邬 常 乐 刁 卫
""".split()
# Compound family names.
COMPOUND_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 夏侯 端木 南宫 轩辕 长孙 宇文 独孤 司空 "
    "闻人 万俟 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司寇 子车 颛孙 巫马 "
    "公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 "
    "西门 第五 纳兰 叶赫 完颜 耶律 爱新觉罗 欧陽".split()
)
RANK: dict[str, int] = {}
for _surname in (*_COMMON, *_OTHERS):
    RANK.setdefault(_surname, len(RANK))

# As family names these are read otherwise than in words.
READINGS = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "乐": "yue", "任": "ren",
    "朴": "piao", "华": "hua", "冼": "xian", "洗": "xian", "缪": "miao", "员": "yun", "折": "she", "种": "chong",
    "秘": "bi", "黑": "he", "繁": "po", "召": "shao", "祭": "zhai", "尉": "wei", "那": "na", "翟": "zhai", "覃": "qin",
    "万": "wan", "燕": "yan", "宁": "ning", "葛": "ge", "卜": "bu", "石": "shi", "车": "che", "郇": "xun", "隗": "wei",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai", "令狐": "linghu",
}  # fmt: skip

# Japanese family names of two characters that stand before a given name.
JAPANESE = frozenset(
    "佐藤 铃木 高桥 田中 渡边 伊藤 山本 中村 小林 加藤 吉田 山田 佐佐 山口 松本 井上 木村 清水 山崎 "
    "中岛 池田 阿部 桥本 山下 森田 石川 前田 小川 藤田 冈田 后藤 长谷 石井 村上 近藤 坂本 远藤 青木 "
    "藤井 西村 福田 太田 三浦 藤原 冈本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 "
    "森本 小岛 柴田 原口 宫崎 酒井 工藤 横山 宫本 内田 高木 安藤 岛田 谷口 大野 丸山 今井".split()
)
