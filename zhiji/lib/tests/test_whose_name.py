"""Whose a name is that stands alone."""

import pytest

from zhiji.lib.whose_name import names_organisation

ORGANISATIONS = """
深圳市蓝天电子科技有限公司|蓝天电子|華為技術有限公司|北京大学|江苏省人民医院|昆山市教育局|王记五金店|上海张江集团
成都市第七中学|中国科学院计算技术研究所|采购部|蓝天电子采购部|杭州分公司|三星电子株式会社|唐山钢铁集团|红旗超市
Siemens Ltd., China|Müller GmbH & Co. KG|Blue Sky Electronics|University of Oxford|Bank of China|Smith & Sons
Purchasing Department|Ministry of Health|St. Mary's Hospital|Texas Instruments|Greenvale Port Authority|ACME Corp.
"""
PEOPLE = """
张伟|欧阳娜娜|诸葛亮|李学院|钱行|马厂|王处长|高厂长|陈行长|李雷经理|王女士|李总(采购部)|王芳（财务）|华罗庚
张经理 13800138000
阿依古丽·买买提|阿卜杜热西提|铃木一郎|Lena Torres|Zhang Wei|Hans Müller|O'Brien, Pat|Co Nguyen|Inc Lee|John College
"""


def each(text: str) -> list[str]:
    return [name for line in text.split("\n") for name in line.split("|") if name]


@pytest.mark.parametrize("name", each(ORGANISATIONS))
def test_a_name_that_tells_of_a_house_is_an_organisation(name):
    assert names_organisation(name)


@pytest.mark.parametrize("name", each(PEOPLE))
def test_a_name_of_a_person_is_not_taken_for_an_organisation(name):
    assert not names_organisation(name)


@pytest.mark.parametrize("name", ["Sony", "万科", "李宁", "", "  ", "12345", "🙂"])
def test_a_brand_alone_tells_nothing(name):
    assert not names_organisation(name)
