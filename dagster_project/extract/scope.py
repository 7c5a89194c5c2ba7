"""What the figures of a report cover, where it says so.

Belongs here: the statements that tell a scope. Does not belong here: whose report it is. A government that speaks of
全区 or 全县各部门 in prose has not said what its tables sum, so its scope stays unknown; figures of different scope are
never summed.
"""

import re

from dagster_project.extract.organization import Organization

_STATEMENT = re.compile(r"(?:本报告|本年度报告|本年报|年度报告|所列数据|统计数据|统计范围)[^。]{0,160}")
_OFFICE = re.compile("人民政府(?:办公室|办公厅)$")
_FOR_GOVERNMENT = re.compile(r"(?:办公室|办公厅|政府办)代表[^。,]{0,8}政府[^。,]{0,6}(?:受理|办理|收到|处理)")
_COVERS = "(?:涵盖|包括|包含|汇总|综合|统计)[^。;]{0,24}"
_LOWER = r"各?(?:乡镇|镇街|镇\(街道\)|街道|县\(市、区\)|县市区|区县|县区|市州|地级以上市|地级市)"
_SCOPES = (
    ("government_own_level", re.compile(rf"{_COVERS}(?:[省市县区州]本级|本级政府)|不(?:含|包括)[^。;]{{0,8}}{_LOWER}")),
    ("region_all_levels", re.compile(
        rf"{_COVERS}{_LOWER}[^。;]{{0,25}}(?:部门|单位)|{_COVERS}(?:部门|单位)[^。;]{{0,12}}{_LOWER}"
    )),
    ("vertical_system", re.compile(rf"{_COVERS}(?:全系统|系统各|关区|下级[局关])")),
)  # fmt: skip
_HEAD = 1500


def read(text: str, start: int, end: int, body: Organization) -> str:
    """The scope that a report's head states; the organ itself for a department or a township that states none."""
    if not body.name:
        return "unknown"
    if _OFFICE.search(body.name):
        return "office_for_government" if _FOR_GOVERNMENT.search(text, start, end) else "unknown"
    for statement in _STATEMENT.findall("".join(text[start : min(start + _HEAD, end)].split())):
        for scope, pattern in _SCOPES:
            if pattern.search(statement):
                return scope
    return "unknown" if body.kind == "government" else "organ"
