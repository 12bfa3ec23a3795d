"""How deeds and things read on the page of the chain; what has no word here is shown as it is stored."""

KINDS = {
    "unit": "单位",
    "person": "人员",
    "stand_in": "AB 岗",
    "calendar": "工作日历",
    "catalogue": "事项库",
    "site": "网点",
    "window": "窗口",
    "item": "事项",
    "cancelled_proof": "取消的证明",
    "checklist": "检查表",
    "campaign": "专项",
    "visit": "走访",
    "finding": "问题",
    "signature": "签字",
    "notice": "通报",
    "file": "文件",
}
_SUBJECTS = {**KINDS, "session": "登录", "demo": "演示数据", "backup": "备份"}
_VERBS = {
    "added": "添加",
    "changed": "修改",
    "removed": "删除",
    "imported": "导入",
    "loaded": "导入一年",
    "seeded": "载入历年",
    "day_added": "改一天",
    "day_removed": "删一天",
    "named": "安排",
    "ended": "收回",
    "opened": "成功",
    "refused": "被拒",
    "closed": "退出",
    "closed_everywhere": "全部退出",
    "code_issued": "发一次性口令",
    "password_set": "设密码",
    "password_changed": "改密码",
    "name_sealed": "封存姓名",
    "switched_on": "启用",
    "switched_off": "停用",
    "created": "新建",
    "published": "发布",
    "draft_started": "起草新版",
    "draft_saved": "保存草稿",
    "draft_dropped": "放弃草稿",
    "draft_edited": "修改草稿",
    "planned": "安排",
    "replanned": "改安排",
    "cancelled": "取消",
    "entered": "代录",
    "started": "开始",
    "saved": "保存",
    "submitted": "提交",
    "accepted": "审核通过",
    "sent_back": "退回补充",
    "proposed": "列为问题",
    "withdrawn": "撤回",
    "triaged": "定级",
    "asked": "报请签字",
    "signed": "签字",
    "declined": "不同意",
    "drafted": "拟稿",
    "edited": "修改",
    "corrected": "更正",
    "sign": "签发",
    "stored": "上传",
    "submit": "提交",
    "send_back": "退回补充",
    "dismiss": "不予立项",
    "queue": "立项，择时送达",
    "dispatch": "立项交办",
    "accept": "签收",
    "auto_accept": "超时自动签收",
    "request_return": "申请退单",
    "reassign": "同意退单并改派",
    "refuse_return": "驳回退单",
    "submit_plan": "报送计划",
    "fix_now": "立行立改",
    "return_plan": "退回计划",
    "approve_plan": "计划通过",
    "report_progress": "报告进展",
    "request_closure": "申请销号",
    "fail_verification": "退回重办",
    "pass_verification": "核验通过",
    "close": "销号",
}


def deed_label(deed: str) -> str:
    """Return a deed such as `person.added` in the office's words."""
    subject, _, verb = deed.partition(".")
    if subject not in _SUBJECTS or verb not in _VERBS:
        return deed
    return f"{_SUBJECTS[subject]}：{_VERBS[verb]}"


def kind_label(kind: str) -> str:
    """Return the word for a kind of thing."""
    return KINDS.get(kind, kind)
