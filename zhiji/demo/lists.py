"""The departments' own lists: who keeps each, how far it is believed, and when it was delivered last."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """One source of customers: owner and team by their keys in the demo, trust 0–100, age of the delivery in days."""

    key: str
    name: str
    kind: str
    owner: str
    team: str
    trust: int
    days_ago: int
    file: str


SALES, SERVICE, CARDS, ERP = "sales-list", "service-system", "reception-cards", "finance-erp"
LISTS = (
    Listed(SALES, "销售部客户名单", "department", "fang.zhirou", "sales", 55, 12, "销售部客户名单.xlsx"),
    Listed(SERVICE, "客服系统", "system", "qin.haoran", "service", 50, 2, "service-system-export.csv"),
    Listed(CARDS, "前台与展会名片", "department", "jiang.muxi", "marketing", 35, 47, "展会名片.vcf"),
    Listed(ERP, "财务 ERP", "system", "qiao.muyang", "office", 80, 5, "erp-customers.csv"),
)
BY_KEY = {one.key: one for one in LISTS}
# What the field of a column is called where it holds something else than its name says.
FIELDS = {"name": "organisation", "person": "name", "tax": "tax_number", "terms": "own:payment_terms"}
# What the columns of each list are called, by what they hold.
COLUMNS = {
    SALES: {"name": "客户名称", "person": "联系人", "mobile": "手机", "phone": "电话", "mail": "邮箱",
            "address": "地址", "category": "客户类别", "region": "区域", "title": "职务", "terms": "付款方式"},
    SERVICE: {"name": "Customer", "person": "Contact", "mobile": "Mobile", "phone": "Tel.", "mail": "E-mail",
              "address": "Address", "category": "Type", "region": "Region", "title": "Job title", "tax": "Tax no."},
    CARDS: {"name": "ORG", "person": "FN", "mobile": "TEL;CELL", "phone": "TEL;WORK", "mail": "EMAIL",
            "address": "ADR", "title": "TITLE"},
    ERP: {"name": "单位全称", "person": "联系人", "mobile": "手机", "phone": "开票电话", "mail": "邮箱",
          "address": "注册地址", "category": "客户分类", "region": "大区", "tax": "统一社会信用代码",
          "terms": "付款条件"},
}  # fmt: skip
