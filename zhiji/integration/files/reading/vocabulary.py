"""What people call the columns of their lists, in Chinese and English, and the field each name stands for.

Names are compared folded: small letters, simplified characters, without marks and spaces. `who` and `firm` are not
fields: a column may hold the name of a person, of an organisation, or of whichever the customer is.
"""

import re
from functools import cache

from zhiji.lib.text import fold

WHO, FIRM, EITHER = "who", "firm", "either"

_NAMES = {
    WHO: "姓名 联系人 联系人姓名 联络人 联系人名称 客户联系人 收件人 收货人 采购联系人 对接人 人员姓名 "
    "中文名 中文姓名 全名 "
    "窗口 fn fullname contact contactname contactperson person personname displayname attention attn recipient",
    FIRM: "单位 单位名称 公司 公司名称 公司名 企业 企业名称 工作单位 所属公司 所属单位 所在单位 所在公司 "
    "任职公司 机构 机构名称 "
    "组织 组织名称 厂名 工厂名称 店名 院校 学校 学校名称 医院名称 购方名称 开票名称 发票抬头 抬头 公司抬头 "
    "公司全称 单位全称 "
    "企业全称 客户全称 客户公司 客户单位 甲方 甲方名称 公司行号 行号 company companyname organisation "
    "organization org "
    "organizationname organisationname firm firmname employer account accountname business businessname "
    "legalname institution school",
    EITHER: "客户名称 客户名 客户 客户姓名 名称 名字 name customer customername client clientname 顾客 "
    "顾客姓名 会员姓名 会员名称 "
    "用户名称 用户姓名 买家 买家姓名 买方 购买方 往来单位 往来单位名称 简称 客户简称 partner",
    "kind": "kind 性质 个人或单位 客户性质 主体类型 recordtype entitytype",
    "family_name": "familyname lastname surname 姓 姓氏 氏 lname",
    "given_name": "givenname firstname forename 名 fname",
    "title": "title jobtitle 职务 职位 岗位 职称 头衔 职衔 position job role jobposition designation "
    "jobrole 身份",
    "department": "department 部门 所属部门 所在部门 部门名称 科室 处室 单位部门 dept division orgunit "
    "使用部门 系别 院系",
    "parent": "parent 上级单位 上级公司 母公司 总公司 集团 所属集团 集团公司 隶属单位 parentcompany "
    "parentaccount headoffice "
    "group parentorganisation parentorganization 上级客户",
    "tax_number": "taxnumber 税号 税务登记号 纳税人识别号 纳税识别号 纳税人税号 统一社会信用代码 "
    "社会信用代码 信用代码 统一信用代码 "
    "统一代码 营业执照号 营业执照号码 工商注册号 组织机构代码 企业税号 单位税号 公司税号 购方税号 统一编号 "
    "统编 税籍编号 "
    "taxid taxno vat vatid vatno vatnumber vatregno uscc tin ein taxregistrationnumber gstin businessid "
    "companyregistrationnumber registrationno unifiedsocialcreditcode creditcode",
    "mobile": "mobile 手机 手机号 手机号码 移动电话 联系手机 手机电话 行动电话 手提电话 移动号码 cell "
    "cellphone mobilephone "
    "mobileno mobilenumber mob cellno cellular handphone 手提 大哥大 phonemobile 本机号码",
    "phone": "phone 电话 联系电话 电话号码 座机 固话 固定电话 办公电话 单位电话 公司电话 工作电话 联络电话 "
    "总机 热线 宅电 家庭电话 "
    "座机号码 座机号 联系方式 联系号码 来电号码 连络电话 电话分机 tel telephone tele phoneno phonenumber telno "
    "telephonenumber telephoneno landline workphone businessphone officephone homephone contactno "
    "contactnumber "
    "switchboard directline contactphone",
    "fax": "fax 传真 传真号 传真号码 传真电话 faxno faxnumber faxphone telefax businessfax",
    "mail": "mail email 邮箱 电子邮箱 电子邮件 邮件 邮件地址 邮箱地址 电邮 电邮地址 电子信箱 信箱 伊妹儿 "
    "emailaddress emailid mailaddress "
    "emails workemail contactemail 邮址 电子邮件地址 电子邮箱地址",
    "address": "address 地址 联系地址 通讯地址 通信地址 详细地址 公司地址 单位地址 办公地址 收货地址 "
    "送货地址 邮寄地址 注册地址 住址 "
    "家庭住址 街道 街道地址 经营地址 所在地址 收件地址 寄送地址 工厂地址 addr street streetaddress addressline "
    "mailingaddress postaladdress shippingaddress billingaddress deliveryaddress businessaddress officeaddress "
    "location 门牌号",
    "province": "province 省 省份 省市 所在省 所属省份 省自治区 state stateprovince provincestate 省直辖市 州",
    "city": "city 市 城市 地市 所在城市 所在市 市县 地级市 town towncity 所属城市 citytown",
    "district": "district 区 区县 县 县区 区域县 所在区 所属区 所属区县 所属县 市区 所在区县 county 县市 "
    "行政区 区县市 borough 镇区",
    "postcode": "postcode 邮编 邮政编码 邮政编号 邮递区号 邮区 zip zipcode postalcode zippostalcode 邮码",
    "country": "country 国家 国别 国家地区 所在国家 国籍 countryregion countrycode nation 国家或地区",
    "wechat": "wechat 微信 微信号 微信账号 微信id wx wxid weixin wechatid 微信帐号 客户微信",
    "website": "website 网址 网站 官网 公司网址 公司网站 主页 网站地址 url web homepage webaddress www "
    "webpage internet 公司主页",
    "category": "category 类别 行业 客户类别 客户类型 类型 客户分类 分类 客户级别 客户等级 等级 级别 "
    "所属行业 行业类别 行业类型 "
    "industry sector segment customertype customercategory customergroup accounttype type tier tags tag "
    "标签 客户标签 "
    "categories 企业类型 业态 经营范围 客群",
    "language": "language 语言 语种 lang preferredlanguage 沟通语言 使用语言 语言偏好",
    "region": "region 区域 地区 大区 市场地区 片区 销售区域 所属区域 所属地区 所在地区 market marketregion "
    "salesregion area "
    "territory 市场 市场区域 业务区域 战区",
    "owner": "owner 负责人 业务员 销售 销售员 客户经理 跟进人 销售负责人 归属人 所有者 责任人 业务负责人 "
    "业务代表 销售代表 "
    "负责销售 业务经理 销售经理 所属销售 我方负责人 维护人 salesperson salesrep accountmanager accountowner "
    "assignedto responsible rep salesowner contactowner representative salesrepresentative",
    "external_id": "externalid 客户编号 客户编码 客户代码 编号 编码 代码 客户号 客户id 会员号 会员编号 "
    "会员卡号 用户编号 用户id "
    "往来单位编码 客商编码 id customerno customernumber customerid customercode accountno accountnumber "
    "clientid "
    "clientno code ref reference recordid uid uuid erpno erpcode debtorno crmid 工号 卡号 档案号 学号 客编",
    "note": "备註 附註 註记 "
    "note 备注 说明 附注 备注信息 备考 注释 描述 其他 其它 补充说明 客户备注 跟进记录 notes remark "
    "remarks comment comments "
    "description memo additionalinfo info 评语",
    "permission": "permission 是否同意接收 同意接收 是否同意 同意 授权 许可 是否订阅 订阅 是否接收短信 "
    "接收短信 接收邮件 是否接收邮件 退订 "
    "是否退订 拒收 勿扰 免打扰 请勿联系 是否愿意接收 营销同意 隐私授权 是否授权 推送 consent optin optout "
    "subscribed "
    "unsubscribed subscribe unsubscribe newsletter marketingconsent donotcontact donotcall donotemail dnd gdpr "
    "emailoptin emailoptout smsoptin marketingoptin agreed optedout optedin mailinglist 黑名单",
}
# What a column is called beside its field: whose it is, which one of several.
_BEFORE = (
    "主要联系人 第一联系人 第二联系人 客户联系人 联系人 客户 公司 单位 企业 办公 办公室 工作 家庭 个人 主要 "
    "首要 常用 备用 其他 其它 "
    "第一 第二 商务 采购 财务 收货 收件 开票 注册 对方 顾客 会员 用户 买家 负责人 法人 我方 本人 customer "
    "client company business "
    "organization organisation address office work home primary main secondary other alternate "
    "alternative contact person personal account "
    "billing shipping "
    "your first second default preferred"
).split()
# Words that decide wherever they stand in a longer name: the first that is found.
_INSIDE = (
    ("permission", "同意 订阅 退订 拒收 免打扰 勿扰 consent optin optout subscri newsletter donot gdpr"),
    ("tax_number", "纳税 税号 信用代码 taxid taxno taxnum vat"),
    ("mail", "邮箱 电邮 信箱 email 电子邮件"),
    ("fax", "传真 fax"),
    ("wechat", "微信 wechat"),
    ("postcode", "邮编 邮政编码 zip postcode postalcode"),
    ("mobile", "手机 移动电话 mobile cellphone"),
    ("phone", "电话 座机 固话 telephone phone"),
    ("website", "网址 官网 网站 website homepage url"),
    ("address", "地址 住址 address street"),
    ("owner", "业务员 客户经理 跟进人 销售代表 salesperson salesrep accountmanager"),
    ("external_id", "客户编号 客户编码 客户代码 customerno customerid customercode accountno"),
    ("title", "职务 职位 职称 jobtitle"),
    ("department", "部门 department"),
    ("category", "行业 industry 类别 分类 category"),
    ("note", "备注 remark comment"),
    (WHO, "联系人 contactperson contactname 姓名"),
    (FIRM, "公司名 单位名 企业名 公司全称 companyname"),
)
_HINT = re.compile(r"[（(\[【<《][^）)\]】>》]*[）)\]】>》]")
_NUMBER = re.compile(r"\d+|[一二三四五]$")
# Names that yield to a longer one: 编号 beside 客户编号, Title (Mr, Ms) beside Job title.
_VAGUE = frozenset("title id code ref 编号 编码 代码 类型 type 等级 级别 名称 tag tags".split())
# What a column says about a value is not the value: E-mail type, 电话状态.
_ABOUT = (
    "type",
    "label",
    "displayname",
    "status",
    "date",
    "time",
    "类型",
    "状态",
    "日期",
    "时间",
    "标签",
    "来源",
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORT = 4


@cache
def _fields() -> dict[str, str]:
    return {key_of(name): field for field, names in _NAMES.items() for name in names.split()}


@cache
def _inside() -> tuple[tuple[str, str], ...]:
    return tuple((key_of(word), field) for field, words in _INSIDE for word in words.split())


def key_of(name: str) -> str:
    """Brings the name of a column to the form in which equal names are equal: "E-Mail *" becomes email."""
    return _NOT_LETTERS.sub("", fold(name[:200]))


def field_named(name: str) -> tuple[str, float]:
    """Tells the field that a column's name stands for, and how surely (0 to 1); "", 0.0 where it says nothing.

    A hint in brackets is looked at where the name alone says nothing; numbers (电话2) are not.
    """
    whole = key_of(name)
    plain = key_of(_HINT.sub("", name)) or whole
    bare = _NUMBER.sub("", plain)
    for key, sure in ((plain, 0.95), (whole, 0.95), (bare, 0.9), (_without_owner(bare), 0.85)):
        if key in _fields():
            return _fields()[key], round(sure - 0.05, 2) if key in _VAGUE else sure
    if whole.endswith(_ABOUT):
        return "", 0.0
    words = set(_NOT_LETTERS.split(fold(_CAMEL.sub(" ", name[:200]))))
    inside = (field for word, field in _inside() if (word in words if _is_short(word) else word in whole))
    return next(((field, 0.7) for field in inside), ("", 0.0))


def _is_short(word: str) -> bool:
    """Tells whether a word is found by chance within others: url in “Bemerkung zur Lieferung”."""
    return word.isascii() and len(word) <= _SHORT


def _without_owner(key: str) -> str:
    """Takes off whose it is: 公司电话 becomes 电话, workphone becomes phone."""
    fits = [word for word in _BEFORE if key.startswith(word) and len(key) > len(word)]
    return key[max(map(len, fits)) :] if fits else key
