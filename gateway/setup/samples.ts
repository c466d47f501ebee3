// What `rampart init` writes: columns explained in lines that begin with #, and rows that show the form. No real person.

export const UNITS_SAMPLE = `# 警力 Units. 表头可用英文或中文；# 开头的行不读。Headings in English or Chinese; lines that begin with # are not read.
# unit_id 编号: 定位系统里的编号 the id your positioning system sends    callsign 呼号: 显示名 the name on screen
# kind 类别: patrol 巡逻, station 派出所, plain-clothes 便衣, centre-squad 侦查中心, expressway 高速交警, auxiliary 辅警
# crew 人数: 1-20    vehicle 有车: yes/no 是/否    plate 车牌, phone 电话, skills 技能 (;), base 驻地: 可空 may be empty
unit_id,callsign,kind,crew,vehicle,plate,phone,skills,base
P-01,巡逻一组,patrol,2,yes,,,,
P-02,巡逻二组,patrol,2,yes,,,劝阻;方言,
S-01,站前所值班组,station,3,yes,,,,站前派出所
C-01,侦查中心一组,centre-squad,4,yes,,,,侦查中心
`;

export const CONTACTS_SAMPLE = `# 通讯录 Contacts the room can ring.
# contact_id 编号    name 姓名    kind 类别: station 派出所, bank 银行, gold-shop 金店, toll-plaza 收费站, township 乡镇街道,
#   five-heads 五长, neighbour-force 邻县警方, telecom 运营商, other 其他
# organisation 单位, post 职务, area 辖区: 可空 may be empty    phone 电话: 手机或带区号的固话 mobile, or landline with area code
contact_id,name,kind,organisation,post,phone,area
K-01,反诈专线,other,国家反诈中心,,96110,
K-02,报警服务台,station,公安局,,110,
`;

export const ROSTER_SAMPLE = `# 值班表 Who is on which unit, and when. 没有排班的单位视为全天在岗 A unit without a row is on duty all day.
# unit_id 编号: units.csv 里的编号 as in units.csv    name 姓名    post 岗位, phone 电话: 可空 may be empty
# from 上岗, to 下岗: 08:00 为每天 every day, 2026-11-22 08:00 为一次 once; 可跨午夜 may pass midnight
unit_id,name,post,phone,from,to
S-01,示例甲,组长,,00:00,24:00
S-01,示例乙,组员,,00:00,24:00
`;
