"""How Chinese characters are read, so that a name is found by typing letters.

Reads pypinyin's table of single characters straight from its file: its own import would load a dictionary
of phrases of 50 MB. Readings come without tones; ü is v.
"""

import re
import unicodedata
from array import array
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

_FIRST, _LAST = 0x3400, 0x9FFF
_LINE = re.compile(r'"(\d+)":\s*"([^",]+)')

# Characters with more than one usual reading, and those whose usual reading is not the table's first:
# surnames and place names above all. A character that is not here has the table's first reading only.
_USUAL = """
重zhong,chong 长chang,zhang 行hang,xing 曾zeng,ceng 单shan,dan,chan 解xie,jie 仇qiu,chou 区ou,qu 查zha,cha
盖ge,gai 乐le,yue 厦xia,sha 都du,dou 朝chao,zhao 调tiao,diao 还hai,huan 会hui,kuai 降jiang,xiang 觉jue,jiao
卡ka,qia 参can,shen,cen 藏cang,zang 差cha,chai 传chuan,zhuan 弹dan,tan 地di,de 的de,di 度du,duo
缪miao,mou,miu 繁fan,po 朴pu,piao 尉wei,yu 万wan,mo 洗xi,xian 召zhao,shao 折zhe,she 种zhong,chong 员yuan,yun
晟sheng,cheng 覃qin,tan 翟zhai,di 祭ji,zhai 秘mi,bi 佴nai,er 那na,nei 牟mou,mu 阚kan 隗wei,kui 乜nie,mie
黑hei,he 句gou,ju 郗xi,chi 郇xun,huan 说shuo,shui 宿su,xiu 系xi,ji 校xiao,jiao 吓xia,he 血xue,xie 殷yin,yan
扎zha,za 粘zhan,nian 着zhao,zhe 爪zhua,zhao 属shu,zhu 率lv,shuai 绿lv,lu 六liu,lu 陆lu,liu 露lu,lou 落luo,la
埋mai,man 脉mai,mo 模mo,mu 没mei,mo 泊bo,po 薄bo,bao 伯bo,bai 柏bai,bo 堡bao,pu 辟pi,bi 便bian,pian 剥bo,bao
膀bang,pang 蚌bang,beng 盛sheng,cheng 乘cheng,sheng 澄cheng,deng 匙chi,shi 畜chu,xu 幢zhuang,chuang
攒zan,cuan 大da,dai 石shi,dan 提ti,di 恶e,wu 番fan,pan 冯feng,ping 佛fo,fu 谷gu,yu 龟gui,jun 巷xiang,hang
合he,ge 和he,huo 核he,hu 红hong,gong 奇qi,ji 缉ji,qi 给gei,ji 贾jia,gu 夹jia,ga 见jian,xian 角jiao,jue
劲jin,jing 颈jing,geng 咀ju,zui 圈quan,juan 壳ke,qiao 勒le,lei 俩lia,liang 弄nong,long 偻lou,lv 吕lv,lu
律lv,lu 旅lv,lu 女nv,nu 铝lv,lu 履lv,lu 虑lv,lu 略lve,lue 蔓man,wan 氓mang,meng 糜mi,mei 娜na,nuo 南nan,na
鸟niao,diao 疟nve,yao 迫po,pai 胖pang,pan 刨pao,bao 屏ping,bing 曝pu,bao 期qi,ji 铅qian,yan 强qiang,jiang
茄qie,jia 亲qin,qing 券quan,xuan 雀que,qiao 色se,shai 塞sai,se 汤tang,shang 蛇she,yi 什shen,shi 省sheng,xing
拾shi,she 识shi,zhi 似si,shi 氏shi,zhi 熟shu,shou 术shu,zhu 沓ta,da 拓tuo,ta 褪tui,tun 尾wei,yi 遗yi,wei
纤xian,qian 削xiao,xue 叶ye,xie 咽yan,ye 约yue,yao 钥yao,yue 艾ai,yi 熨yun,yu 育yu,yo 粥zhou,yu 轧zha,ya,ga
择ze,zhai 著zhu,zhe 琢zhuo,zuo 仔zi,zai 柞zuo,zha 莞guan,wan 涡guo,wo 浒hu,xu 荥xing,ying 歙she,xi
乾qian,gan 阿a,e 俞yu,shu 褚chu,zhu 车che,ju 柜gui,ju 丁ding,zheng 嗯en 喔o,wo
"""


def _plain(reading: str) -> str:
    """Takes the tone mark off a syllable; ü becomes v."""
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ê", "e"))
    # A tone over ü is a separate sign after it: u, two dots, tone.
    return "".join(c for c in letters.replace("u\u0308", "v") if "a" <= c <= "z")


def _dictionary_text() -> str:
    spec = find_spec("pypinyin")
    if spec is None or not spec.submodule_search_locations:
        return "{}"
    path = Path(spec.submodule_search_locations[0]) / "pinyin_dict.json"
    return path.read_text(encoding="utf-8") if path.exists() else "{}"


@cache
def _usual() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in _USUAL.split():
        found[entry[0]] = tuple(dict.fromkeys((*found.get(entry[0], ()), *entry[1:].split(","))))
    return found


@cache
def _table() -> "tuple[array[int], list[str]]":
    """Holds the first reading of every character as a number, in 55 kB instead of a dictionary's 12 MB."""
    numbers: dict[str, int] = {"": 0}
    cells = array("H", bytes(2 * (_LAST - _FIRST + 1)))
    for match in _LINE.finditer(_dictionary_text()):
        code = int(match[1])
        if _FIRST <= code <= _LAST:
            cells[code - _FIRST] = numbers.setdefault(_plain(match[2]), len(numbers))
    return cells, list(numbers)


@cache
def syllables() -> frozenset[str]:
    """Returns every syllable that some Chinese character is read as, without tones."""
    cells, names = _table()
    common = {names[number] for number in cells[0x4E00 - _FIRST :]}
    common.update(reading for several in _usual().values() for reading in several)
    return frozenset(syllable for syllable in common if set(syllable) & set("aeiouv"))


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """Returns the usual readings of one Chinese character, most usual first; nothing for other characters.

    重 gives zhong and chong; 吕 gives lv and lu, because both are typed.
    """
    several = _usual().get(character)
    if several:
        return several
    code = ord(character)
    if not _FIRST <= code <= _LAST:
        return ()
    cells, names = _table()
    number = cells[code - _FIRST]
    return (names[number],) if number else ()


def spellings(text: str, limit: int = 8) -> list[str]:
    """Returns the ways to spell a Chinese text in letters: 蓝天 gives lantian; at most `limit` of them."""
    choices = [readings(character) or (character,) for character in text]
    found: list[str] = []
    for combination in product(*choices):
        found.append("".join(combination))
        if len(found) >= limit:
            break
    return list(dict.fromkeys(found))
