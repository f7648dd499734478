"""Trades of customers: what the firm calls itself and what it builds with our boards and computers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Industry:
    key: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    # What they build: the first needs boards, the last a computer, the middle one either.
    use_zh: tuple[str, str, str]
    use_en: tuple[str, str, str]


INDUSTRIES = (
    Industry(
        "automation",
        ("自动化", "自动化设备", "智能装备", "工业控制"),
        ("Automation", "Controls", "Drives"),
        ("伺服驱动器", "产线控制柜", "装配线的上位机"),
        ("a servo drive", "a line control cabinet", "an assembly-cell controller"),
    ),
    Industry(
        "medical",
        ("医疗器械", "医疗科技", "生物仪器"),
        ("Medical", "Diagnostics", "Bioinstruments"),
        ("输液泵控制板", "便携式监护仪", "生化分析仪"),
        ("an infusion pump", "a patient monitor", "a blood analyser"),
    ),
    Industry(
        "energy",
        ("新能源", "电力科技", "储能科技"),
        ("Energy", "Power Systems", "Storage"),
        ("电池管理单元", "储能柜", "充电桩监控系统"),
        ("a battery management unit", "a storage cabinet", "an EV charging station"),
    ),
    Industry(
        "transport",
        ("轨道交通设备", "车载电子", "交通科技"),
        ("Transit Systems", "Telematics", "Rail"),
        ("路口信号控制机", "车载调度终端", "地铁站台显示屏"),
        ("a traffic signal controller", "an on-board dispatch unit", "a platform display"),
    ),
    Industry(
        "vision",
        ("视觉科技", "光电技术", "智能检测"),
        ("Vision", "Imaging", "Inspection"),
        ("条码读取相机", "缺陷检测工位", "分拣线视觉系统"),
        ("a code-reading camera", "a defect inspection station", "a sorting line"),
    ),
    Industry(
        "iot",
        ("物联网科技", "智能科技", "信息技术"),
        ("Connect", "IoT", "Networks"),
        ("大棚采集节点", "边缘网关", "楼宇能耗监测系统"),
        ("a greenhouse sensor", "an edge gateway", "a building energy monitor"),
    ),
    Industry(
        "instruments",
        ("仪器仪表", "测控技术", "精密仪器"),
        ("Instruments", "Metrology", "Test Systems"),
        ("气体检测仪", "振动分析仪", "数据采集站"),
        ("a gas detector", "a vibration analyser", "a data acquisition station"),
    ),
    Industry(
        "robotics",
        ("机器人", "机器人科技", "智能物流装备"),
        ("Robotics", "Motion", "Machines"),
        ("机械臂关节驱动", "仓储搬运机器人", "巡检机器人"),
        ("a robot joint drive", "a warehouse robot", "an inspection robot"),
    ),
    Industry(
        "audio",
        ("电声科技", "数码科技", "电子"),
        ("Audio", "Electronics", "Acoustics"),
        ("数字功放", "会议音箱", "数字调音台"),
        ("a digital amplifier", "a conference speaker", "a digital mixing desk"),
    ),
    Industry(
        "marine",
        ("海洋工程装备", "船舶电子", "水文仪器"),
        ("Marine", "Offshore", "Hydro"),
        ("水文监测浮标", "船用航行记录仪", "港口吊机监控系统"),
        ("a hydrology buoy", "a voyage recorder", "a port crane monitor"),
    ),
)
BY_KEY = {industry.key: industry for industry in INDUSTRIES}

HOME_USE_ZH = (
    "家里的软路由",
    "自制的机械键盘",
    "桌面小音箱",
    "家庭影音服务器",
    "毕业设计",
    "自制的3D打印机控制板",
    "阳台自动浇花",
    "猫咪喂食器",
    "复古游戏机",
    "航模飞控",
)
HOME_USE_EN = (
    "a home router",
    "a mechanical keyboard",
    "a desktop amplifier",
    "a media server",
    "a school project",
    "a 3D printer controller",
    "a balcony plant waterer",
    "a cat feeder",
    "a retro console",
    "a model aircraft controller",
)
