//! The facts behind some of the outfalls, in the words of the project's own tables.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::classes::Owner;
use crate::outfalls::{LEDGER_DAY, Outfall};
use crate::photos::{Picture, Subject};
use crate::rng::Rng;
use crate::scene::{Look, Mouth, Scene};
use crate::states::Trace;
use crate::stories::{Story, Told};
use crate::words;

/// One fact: its day and its JSON.
pub(crate) struct Fact {
    pub(crate) outfall: String,
    pub(crate) stage: &'static str,
    pub(crate) on: Date,
    pub(crate) record: Value,
}

impl Fact {
    /// As it stands in `facts.json`.
    pub(crate) fn to_json(&self) -> Value {
        json!({"outfall": self.outfall, "stage": self.stage, "record": self.record})
    }
}

/// Tells one story: its facts in the order of their days, and the pictures they need.
pub(crate) fn tell(told: &Told<'_>) -> (Vec<Fact>, Vec<Picture>) {
    let mut teller = Teller {
        it: told.outfall,
        rng: Rng::new(&format!("facts {}", told.outfall.code)),
        facts: Vec::new(),
        pictures: Vec::new(),
    };
    teller.tell(told.story, told.number);
    // A stable sort: on one day, what was told first happened first.
    teller.facts.sort_by_key(|fact| fact.on);
    (teller.facts, teller.pictures)
}

struct Teller<'a> {
    it: &'a Outfall,
    rng: Rng,
    facts: Vec<Fact>,
    pictures: Vec<Picture>,
}

/// How a sample turns out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Water {
    Within,
    Over,
}

impl Teller<'_> {
    fn tell(&mut self, story: Story, number: usize) {
        let found = self.it.confirmed_on.unwrap_or_else(|| LEDGER_DAY.saturating_sub(60.days()));
        match story {
            Story::Suspected => {
                return self.visit(found, "suspected", false, "水面附近有疑似管口,被芦苇遮挡,下次枯水期复核");
            }
            Story::Excluded => {
                self.visit(found, "no", false, "经核实为天然沟渠,无污水汇入");
                return self.push("register", found, json!({"kind": "exclude", "reason": self.it.remark}));
            }
            Story::Duplicate => {
                self.visit(found, "yes", true, "与已在册排污口为同一口门");
                let reason = "同一口门重复上报";
                return self.push(
                    "register",
                    found,
                    json!({"kind": "duplicate", "target": self.it.target, "reason": reason}),
                );
            }
            _ => {}
        }
        let flowing = story != Story::NothingToTrace && self.it.discharging != "否" || story.has_pair();
        self.visit(found, "yes", flowing, "已现场核实,定位、拍照、编号");
        match story {
            Story::NothingToTrace => self.nothing_to_trace(found),
            Story::Tracing => self.still_tracing(found),
            Story::NothingToFix => {
                self.sample_unless_dry(found, Water::Within);
                self.traced();
                self.nothing_to_fix();
            }
            Story::Regulated | Story::Merged | Story::Banned | Story::Government => {
                self.closed(story, number);
            }
            _ => self.open(story, number, found),
        }
    }

    /// Everything from the first sample to the closing.
    fn closed(&mut self, story: Story, number: usize) {
        let it = self.it;
        let (Some(found), Some(traced), Some(closed)) = (it.confirmed_on, it.traced_on, it.closed_on) else {
            return;
        };
        let looks = [[66, 62, 52], [104, 96, 74], [46, 46, 44], [150, 104, 52], [92, 100, 92]];
        let look = looks.get((number + story as usize) % looks.len()).copied().unwrap_or_default();
        self.mouth_photo(found, "before", "整治前", Look::Dirty(look), false);
        self.sample(found.saturating_add(4.days()), "supervision", Water::Over);
        if story == Story::Regulated && number == 0 {
            self.manhole_photo(traced);
        }
        self.traced();
        let kept = story == Story::Regulated;
        self.plan(traced.saturating_add(4.days()), story);
        self.progress(traced.saturating_add(8.days()), "started", 10, "施工队进场,围挡、导流完成");
        let finished = closed.saturating_sub(12.days());
        self.progress(
            finished,
            "finished",
            100,
            if kept {
                "主体完工,口门清理、标识牌安装完成"
            } else {
                "管道接入、口门封堵完成"
            },
        );
        if story == Story::Merged {
            let record = json!({"kind": "merge", "target": it.target, "source_follows": true, "reason": "污水收集管网覆盖范围内,截污纳管并入", "document": document(closed, "并")});
            self.push("register", finished, record);
        }
        if story == Story::Banned {
            let record = json!({"kind": "remove", "reason": "禁养区内违规设置,依法取缔", "document": document(closed, "取")});
            self.push("register", finished, record);
        }
        let after = closed.saturating_sub(8.days());
        self.mouth_photo(after, "after", "整治后", if kept { Look::Tidy } else { Look::Sealed }, kept);
        if kept {
            self.sample(after, "after_fix", Water::Within);
            self.upkeep(closed.saturating_sub(6.days()), true);
        } else {
            self.dry_visit(closed.saturating_sub(9.days()));
            self.dry_visit(closed.saturating_sub(4.days()));
            let record = json!({"kind": "after_fix", "place": "口门", "impossible_reason": "口门已封堵,旱天无流,无法采样"});
            self.push("measure", after, record);
        }
        let bureau = format!("忻州市生态环境局{}分局", it.county.trim_end_matches(['县', '区', '市']));
        self.push(
            "fix",
            closed.saturating_sub(3.days()),
            json!({"step": "county", "by": bureau, "note": "现场、资料均符合要求"}),
        );
        let record = json!({"step": "city", "by": "忻州市生态环境局", "document": document(closed, "销")});
        self.push("fix", closed, record);
        if kept && number == 1 {
            self.mouth_photo(closed, "sign", "标识牌", Look::Tidy, true);
        }
    }

    /// Stories that stop before the closing.
    fn open(&mut self, story: Story, number: usize, found: Date) {
        let over = story == Story::Underway && number < 2;
        if over {
            self.near_photo(found, number);
            self.sample(found.saturating_add(4.days()), "supervision", Water::Over);
        } else {
            self.sample_unless_dry(found, Water::Within);
        }
        if self.it.standing.trace.counts() {
            self.traced();
        } else {
            self.partly_traced(found);
        }
        let judged =
            self.it.traced_on.unwrap_or_else(|| found.saturating_add(40.days())).saturating_add(5.days());
        match story {
            Story::Needed => self.judgement(judged),
            Story::Planned => self.plan(judged, story),
            Story::Underway | Story::Awaiting => {
                self.plan(judged, story);
                self.progress(judged.saturating_add(7.days()), "started", 10, "施工队进场");
                self.progress(judged.saturating_add(21.days()), "underway", 45, "管沟开挖完成,正在敷设管道");
            }
            Story::Rebound => self.rebound(judged),
            _ => {}
        }
        if story == Story::Awaiting {
            self.progress(judged.saturating_add(45.days()), "finished", 100, "主体完工,待县级初验");
        }
    }

    fn rebound(&mut self, judged: Date) {
        self.plan(judged, Story::Rebound);
        self.progress(judged.saturating_add(6.days()), "started", 10, "施工队进场");
        self.progress(judged.saturating_add(30.days()), "finished", 100, "封堵完成");
        let seen = judged.saturating_add(58.days()).min(LEDGER_DAY.saturating_sub(5.days()));
        self.visit(seen, "yes", true, "旱天再次出流,水色灰黑");
        self.push("register", seen, json!({"kind": "rebound", "reason": "旱天巡查发现再次出流,经核实属实"}));
    }

    fn nothing_to_trace(&mut self, found: Date) {
        let (reviewed, approver) = (found.saturating_add(20.days()), words::person(&mut self.rng));
        let reason = "雨水口,汇水区内无污水管道接入,两次旱天查看均无流";
        self.push("trace", reviewed, json!({"method": "documents", "outcome": "not_needed", "reason": reason, "approver": approver, "document": document(reviewed, "核")}));
        let evidence = "雨水管网图、旱天巡查记录两份";
        self.push("fix", reviewed.saturating_add(3.days()), json!({"kind": "not_needed", "none_reason": "dry_storm", "evidence": evidence, "approver": approver}));
    }

    fn nothing_to_fix(&mut self) {
        let Some(traced) = self.it.traced_on else { return };
        let approver = words::person(&mut self.rng);
        let storm = self.it.class.deepest().contains("雨洪");
        let (reason, evidence) = if storm {
            ("dry_storm", "旱天巡查记录、雨水管网图")
        } else {
            ("compliant", "监督监测报告、标识牌照片、审批文件")
        };
        self.push(
            "fix",
            traced.saturating_add(6.days()),
            json!({"kind": "not_needed", "none_reason": reason, "evidence": evidence, "approver": approver}),
        );
        self.upkeep(traced.saturating_add(15.days()), !storm);
    }

    fn traced(&mut self) {
        let it = self.it;
        let Some(on) = it.traced_on else { return };
        if it.standing.trace == Trace::Government {
            let tracer = words::crew(&mut self.rng);
            self.push("trace", on.saturating_sub(10.days()), json!({"method": "manual", "outcome": "ongoing", "tracer": tracer, "path": "沿管上溯 180 m 至老旧合流管,无明确接入户"}));
            self.push("trace", on.saturating_sub(4.days()), json!({"method": "cctv", "outcome": "ongoing", "tracer": tracer, "path": "CCTV 检测 96 m,管内塌陷,上游接入点不明"}));
            let record = json!({"method": "documents", "outcome": "government", "tracer": tracer, "reviewer": words::person(&mut self.rng), "source": "老城区无主合流管", "sewage_type": "domestic", "entity": it.entity, "entity_kind": "government", "evidence": "CCTV 检测报告、走访记录、两次溯源会议纪要", "document": document(on, "兜")});
            return self.push("trace", on, record);
        }
        let kind = words::entity_kind(it.class.owner);
        let mut record = self.found_record(kind);
        if matches!(kind, "company" | "institution") {
            let code = words::credit_code(it.county_code, kind, &mut Rng::new(&it.entity));
            if it.class.needs_approval() {
                record.insert("permit_no".to_owned(), json!(format!("{code}001P")));
            }
            record.insert("credit_code".to_owned(), json!(code));
        }
        self.push("trace", on, Value::Object(record));
    }

    fn found_record(&mut self, kind: &str) -> Map<String, Value> {
        let (source, sewage, path) = source_of(self.it);
        let method = self.rng.pick(&["manual", "documents", "dye", "cctv", "pipe_robot", "thermal_uav"]);
        let evidence = match method {
            "documents" => "管网竣工图、环评批复、排污许可证副本",
            "dye" => "染色示踪记录,上游井投加后 14 分钟口门见色",
            "cctv" | "pipe_robot" => "管道检测视频及报告",
            "thermal_uav" => "热红外航片两张,口门与厂区雨污总排口温度一致",
            _ => "逐井开盖照片 6 张、走访笔录",
        };
        let (tracer, reviewer) = (words::crew(&mut self.rng), words::person(&mut self.rng));
        let all = json!({"method": method, "outcome": "found", "tracer": tracer, "reviewer": reviewer, "source": source, "sewage_type": sewage, "path": path, "entity": self.it.entity, "entity_kind": kind, "evidence": evidence});
        all.as_object().cloned().unwrap_or_default()
    }

    fn still_tracing(&mut self, found: Date) {
        self.sample_unless_dry(found, Water::Within);
        let tracer = words::crew(&mut self.rng);
        let path = "上溯至第 3 个检查井,井内淤堵,待清淤后继续";
        self.push(
            "trace",
            found.saturating_add(25.days()),
            json!({"method": "manual", "outcome": "ongoing", "tracer": tracer, "path": path}),
        );
    }

    fn partly_traced(&mut self, found: Date) {
        let tracer = words::crew(&mut self.rng);
        let (source, sewage, _) = source_of(self.it);
        let path = "干管接入两支,东支已查明,西支上游井被掩埋";
        self.push("trace", found.saturating_add(30.days()), json!({"method": "dye", "outcome": "partial", "tracer": tracer, "source": source, "sewage_type": sewage, "path": path, "evidence": "染色示踪记录"}));
    }

    fn judgement(&mut self, on: Date) {
        let kind = fix_code(self.it.standing.fix_kind);
        self.push("fix", on, json!({"kind": kind, "problem": "未设采样点和标识牌,管口破损"}));
    }

    fn plan(&mut self, on: Date, story: Story) {
        let it = self.it;
        let kind = fix_code(it.standing.fix_kind);
        let (problem, measures, goal) = match (kind, it.class.owner) {
            ("ban", _) => {
                ("位于禁养区,违规设置排污口", "拆除排污管道、封堵口门、清运粪污", "取缔到位,不再出流")
            }
            ("merge", _) => (
                "管网覆盖范围内生活污水直排",
                "截污纳管 240 m,接入市政污水管网,封堵原口门",
                "污水全收集,口门旱天无流",
            ),
            (_, Owner::Company(_) | Owner::ParkCompany) => (
                "排放不稳定,采样条件不规范",
                "处理设施提标改造,设采样平台、在线监测和标识牌",
                "稳定达到执行标准",
            ),
            _ => ("管口破损,无标识,出水波动", "管网修复,口门规范化,增设检查井和标识牌", "达标排放,口门规范"),
        };
        let person = words::person(&mut self.rng);
        let deadline = it.fix_due.unwrap_or(LEDGER_DAY);
        let lead = format!("{}人民政府", it.county);
        let support = format!("{}、{}水利局", it.class.authority, it.county);
        let record = json!({"kind": kind, "problem": problem, "measures": measures, "goal": goal, "lead": lead, "support": support, "person": person, "deadline": deadline.to_string()});
        self.push("fix", on, record);
        if story == Story::Planned && self.rng.chance(0.4) {
            self.upkeep(on.saturating_add(3.days()), false);
        }
    }

    fn progress(&mut self, on: Date, milestone: &str, percent: u32, note: &str) {
        self.push("fix", on, json!({"milestone": milestone, "percent": percent, "note": note}));
    }

    fn upkeep(&mut self, on: Date, complete: bool) {
        let sign = if complete { "good" } else { self.rng.pick(&["none", "damaged"]) };
        let supervisor =
            format!("忻州市生态环境局{}分局", self.it.county.trim_end_matches(['县', '区', '市']));
        let online = self.it.class.needs_approval();
        let monitoring = if online { "month" } else { "quarter" };
        self.push("manage", on, json!({"signboard": sign, "monitoring": monitoring, "patrol": "month", "online": online && complete, "dossier": complete, "supervisor": supervisor}));
    }

    fn visit(&mut self, on: Date, verdict: &str, flowing: bool, note: &str) {
        let means = self.rng.pick(&["on_foot", "on_foot", "on_foot", "uav", "boat", "pipe_robot"]);
        let level = if verdict == "suspected" { "1" } else { "2" };
        let crew = words::crew(&mut self.rng);
        let severity = |most: usize, rng: &mut Rng| if flowing { rng.below(most) } else { 0 };
        let (colour, turbidity, odour) =
            (severity(4, &mut self.rng), severity(4, &mut self.rng), severity(3, &mut self.rng));
        self.push("check", on, json!({"means": means, "level": level, "crew": crew, "verdict": verdict, "flowing": flowing, "dry_weather": true, "colour": colour, "turbidity": turbidity, "odour": odour, "note": note}));
    }

    fn dry_visit(&mut self, on: Date) {
        let crew = words::crew(&mut self.rng);
        self.push("check", on, json!({"means": "on_foot", "level": "2", "crew": crew, "verdict": "yes", "flowing": false, "dry_weather": true, "colour": 0, "turbidity": 0, "odour": 0, "note": "旱天复查,口门封堵完好,无流"}));
    }

    fn sample_unless_dry(&mut self, found: Date, water: Water) {
        let on = found.saturating_add(4.days());
        if self.it.can_sample {
            return self.sample(on, "supervision", water);
        }
        self.push(
            "measure",
            on,
            json!({"kind": "supervision", "place": "口门", "impossible_reason": "旱天无流,不具备采样条件"}),
        );
    }

    fn sample(&mut self, on: Date, kind: &str, water: Water) {
        let (standard, limits) = limits_of(self.it);
        let samplers = words::crew(&mut self.rng);
        let report = format!("XZJC(虚构)2026-{:04}", self.rng.below(9_000) + 1_000);
        let flow =
            (self.rng.range(4.0, 42.0) * if self.it.class.needs_approval() { 60.0 } else { 4.0 }).round();
        let mut results = vec![
            json!({"parameter": "ph", "value": round(self.rng.range(7.0, 8.3), 1), "method": "HJ 1147-2020"}),
        ];
        let methods = [("cod", "HJ 828-2017", 0), ("nh3n", "HJ 535-2009", 2), ("tp", "GB 11893-89", 2)];
        for ((parameter, method, digits), limit) in methods.into_iter().zip(limits) {
            let share = match water {
                Water::Within => self.rng.range(0.25, 0.86),
                Water::Over => self.rng.range(1.4, 4.2),
            };
            results.push(
                json!({"parameter": parameter, "value": round(limit * share, digits), "method": method}),
            );
        }
        let solids = match water {
            Water::Within => json!("<4"),
            Water::Over => json!(round(self.rng.range(24.0, 96.0), 0)),
        };
        results.push(json!({"parameter": "ss", "value": solids, "method": "GB 11901-89"}));
        self.push("measure", on, json!({"kind": kind, "samplers": samplers, "place": "口门", "lab": "忻州示例环境检测有限公司(虚构)", "report_no": report, "flow_m3_d": flow, "standard": standard, "results": results}));
    }

    fn mouth_photo(
        &mut self,
        on: Date,
        slot: &'static str,
        caption: &'static str,
        look: Look,
        signboard: bool,
    ) {
        let mouth = match self.it.entry_way {
            "箱涵" | "涵闸" | "泵站" => Mouth::Culvert,
            "明渠" => Mouth::Ditch,
            _ => Mouth::Pipe,
        };
        let scene = Scene { place: self.it.code.clone(), mouth, look, signboard };
        self.photo(on, slot, caption, Subject::Mouth(scene));
    }

    fn near_photo(&mut self, on: Date, number: usize) {
        let look = if number == 0 { [52, 46, 40] } else { [168, 112, 48] };
        self.mouth_photo(on, "near", "近景", Look::Dirty(look), false);
    }

    fn manhole_photo(&mut self, on: Date) {
        self.photo(on, "evidence", "染色示踪", Subject::Manhole);
    }

    fn photo(&mut self, on: Date, slot: &'static str, caption: &'static str, subject: Subject) {
        let file_name = format!("{}_{slot}.jpg", self.it.code);
        self.push(
            "photo",
            on,
            json!({"slot": slot, "file": format!("photos/{file_name}"), "note": "虚构示例,程序绘制"}),
        );
        self.pictures.push(Picture {
            file_name,
            code: self.it.code.clone(),
            caption,
            on,
            subject,
            place: self.it.place,
        });
    }

    fn push(&mut self, stage: &'static str, on: Date, mut record: Value) {
        if let Some(object) = record.as_object_mut() {
            object.insert("on".to_owned(), json!(on.to_string()));
        }
        self.facts.push(Fact { outfall: self.it.code.clone(), stage, on, record });
    }
}

fn round(number: f64, digits: i32) -> f64 {
    crate::shape::round_to(number, digits)
}

fn document(on: Date, word: &str) -> String {
    format!("忻环{word}〔虚构〕2026-{:03}号", on.day_of_year())
}

fn fix_code(word: &str) -> &'static str {
    match word {
        "依法取缔" => "ban",
        "清理合并" => "merge",
        _ => "regulate",
    }
}

/// Source, kind of water and path.
fn source_of(it: &Outfall) -> (String, &'static str, &'static str) {
    let place = if it.village.is_empty() { it.town } else { it.village.as_str() };
    let path = "厂区总排口→DN400 支管→3 个检查井→口门";
    match it.class.owner {
        Owner::Company("煤业") => (format!("{}矿井水处理站", it.entity), "mine", "矿井水处理站→明渠→口门"),
        Owner::Company(_) | Owner::ParkCompany => (it.entity.clone(), "industrial", path),
        Owner::SewageCompany => {
            (format!("{}城区污水处理厂", it.county), "mixed", "二沉池→消毒池→尾水管→口门")
        }
        Owner::HousingOffice if it.class.deepest().contains("雨洪") => {
            (format!("{place}雨水管网"), "rain", "雨水干管→口门")
        }
        Owner::HousingOffice => (format!("{place}老旧小区"), "domestic", "小区化粪池→合流管→口门"),
        Owner::TownGovernment | Owner::Village if it.class.second.contains("养殖") => {
            (format!("{place}养殖户"), "breeding", "集水池→明沟→口门")
        }
        Owner::Cooperative(_) => (it.entity.clone(), "breeding", "沉淀塘→明沟→口门"),
        Owner::IrrigationDistrict => (format!("{place}灌区退水渠"), "irrigation", "斗渠→退水渠→口门"),
        _ => (format!("{place}生活污水"), "domestic", "村内管网→处理设施→口门"),
    }
}

/// The standard of the class and its limits for COD, ammonia and phosphorus (see the project's `quality` module).
fn limits_of(it: &Outfall) -> (&'static str, [f64; 3]) {
    match it.class.owner {
        Owner::Company("煤业" | "铁矿") => ("shanxi_iii", [20.0, 1.0, 0.2]),
        Owner::Company(_) | Owner::ParkCompany | Owner::SewageCompany => ("shanxi_v", [40.0, 2.0, 0.4]),
        Owner::TownGovernment => ("gb18918_1b", [60.0, 8.0, 1.0]),
        _ => ("gb3838_v", [40.0, 2.0, 0.4]),
    }
}
