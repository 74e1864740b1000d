// The registers of what belongs to homes and people, each with its map: words of an office on the left, the template's
// on the right.
#include "server/sample_belongings.h"

namespace doorstep {

Register SampleBelongings::occupancy_register() {
  return {"occupancy",
          "occupancies",
          R"({
  "房屋": {"field": "unit", "lookup": "address", "format": "building-unit-room"},
  "档案编号": {"field": "resident", "lookup": "archive_no"},
  "身份": {"field": "role", "values": {"业主": "owner", "共有人": "co_owner", "租客": "tenant", "家人": "family"}},
  "份额": {"field": "share"},
  "起": {"field": "from"},
  "止": {"field": "to"},
  "在住": {"field": "lives_here", "values": {"是": "yes", "否": "no"}},
  "户主": {"field": "household_head", "values": {"是": "yes", "": null}},
  "合同号": {"field": "lease_no"},
  "合同到期": {"field": "lease_end"}
}
)",
          {"房屋", "档案编号", "身份", "份额", "起", "止", "在住", "户主", "合同号", "合同到期"}};
}

Register SampleBelongings::document_register() {
  return {"id_document",
          "id_documents",
          R"({
  "档案编号": {"field": "resident", "lookup": "archive_no"},
  "证件": {"field": "doc_type", "values": {"身份证": "resident_id", "护照": "passport"}},
  "号码": {"field": "number"},
  "有效期至": {"field": "valid_to"},
  "验原件": {"field": "seen_original", "values": {"已验": "yes", "未验": "no"}},
  "经办": {"field": "seen_by"}
}
)",
          {"档案编号", "证件", "号码", "有效期至", "验原件", "经办"}};
}

Register SampleBelongings::consent_register() {
  return {"consent",
          "consents",
          R"({
  "档案编号": {"field": "resident", "lookup": "archive_no"},
  "意见": {"field": "event", "values": {"同意": "grant", "不同意": "refuse"}},
  "目的": {"field": "purposes"},
  "范围": {"field": "field_classes"},
  "告知书": {"field": "notice_version"},
  "方式": {"field": "method", "values": {"平板": "tablet", "纸质": "paper", "电话": "phone"}},
  "时间": {"field": "at"},
  "监护人": {"field": "guardian", "lookup": "archive_no"},
  "到期": {"field": "expires"}
}
)",
          {"档案编号", "意见", "目的", "范围", "告知书", "方式", "时间", "监护人", "到期"}};
}

Register SampleBelongings::need_register() {
  return {"special_need",
          "special_needs",
          R"({
  "档案编号": {"field": "resident", "lookup": "archive_no"},
  "需求": {"field": "kind", "values": {"过敏": "allergy", "慢性病": "disease", "长期服药": "medicine", "行动不便": "disability",
    "独居老人": "elder_alone"}},
  "说明": {"field": "text"},
  "程度": {"field": "severity", "values": {"轻": "low", "中": "medium", "重": "high"}},
  "应急": {"field": "action_in_emergency"},
  "复核": {"field": "review_by"}
}
)",
          {"档案编号", "需求", "说明", "程度", "应急", "复核"}};
}

Register SampleBelongings::pet_register() {
  return {"pet",
          "pets",
          R"({
  "房屋": {"field": "unit", "lookup": "address", "format": "building-unit-room"},
  "主人": {"field": "resident", "lookup": "archive_no"},
  "种类": {"field": "kind", "values": {"狗": "dog", "猫": "cat", "鸟": "bird"}},
  "名字": {"field": "name"},
  "犬证": {"field": "licence"},
  "疫苗至": {"field": "vaccine_until"},
  "备注": {"field": "notes"}
}
)",
          {"房屋", "主人", "种类", "名字", "犬证", "疫苗至", "备注"}};
}

Register SampleBelongings::vehicle_register() {
  return {"vehicle",
          "vehicles",
          R"({
  "房屋": {"field": "unit", "lookup": "address", "format": "building-unit-room"},
  "车主": {"field": "resident", "lookup": "archive_no"},
  "车牌": {"field": "plate"},
  "车型": {"field": "kind", "values": {"小汽车": "car", "新能源": "new_energy"}},
  "车位": {"field": "space"}
}
)",
          {"房屋", "车主", "车牌", "车型", "车位"}};
}

Register SampleBelongings::visit_register() {
  return {"visit",
          "visits",
          R"({
  "房屋": {"field": "unit", "lookup": "address", "format": "building-unit-room"},
  "计划": {"field": "plan_id"},
  "应访": {"field": "due"},
  "走访人": {"field": "assignee"},
  "结果": {"field": "status", "values": {"待访": "planned", "完成": "done", "无人": "no_answer", "拒访": "refused"}},
  "上门次数": {"field": "attempts"},
  "原因": {"field": "reason"},
  "开始": {"field": "started_at"},
  "结束": {"field": "ended_at"},
  "情况": {"field": "findings"}
}
)",
          {"房屋", "计划", "应访", "走访人", "结果", "上门次数", "原因", "开始", "结束", "情况"}};
}

Register SampleBelongings::complaint_register() {
  return {"complaint",
          "complaints",
          R"({
  "编号": {"field": "complaint_no"},
  "性质": {"field": "nature", "values": {"投诉": "complaint", "建议": "suggestion"}},
  "类别": {"field": "kind", "values": {"噪声": "noise", "卫生": "clean", "停车": "parking", "员工": "staff", "收费": "fee",
    "设施": "facility"}},
  "来源": {"field": "channel", "values": {"电话": "phone", "走访": "visit", "前台": "walk_in", "热线": "hotline"}},
  "内容": {"field": "text"},
  "时间": {"field": "opened_at"},
  "匿名": {"field": "anonymous", "values": {"是": "yes", "否": "no"}},
  "房屋": {"field": "unit", "lookup": "address", "format": "building-unit-room"},
  "提出人": {"field": "resident", "lookup": "archive_no"},
  "状态": {"field": "status", "values": {"已登记": "received", "调查中": "investigating", "已结案": "closed"}},
  "处理人": {"field": "assignee"},
  "答复": {"field": "answers"}
}
)",
          {"编号", "性质", "类别", "来源", "内容", "时间", "匿名", "房屋", "提出人", "状态", "处理人", "答复"}};
}

}  // namespace doorstep
