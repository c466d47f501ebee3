import type { LocalText } from '../../shared/domain/belief.ts';
import type { AlertSource, PersonRole, ScamType } from '../../shared/domain/vocabulary.ts';
import type { BilingualText } from '../../shared/roads/pack.ts';
import type { CaseTruth } from './case.ts';

/** The scripts that play on the road. */
export type RoadScript = 'c' | 'd' | 'e';

/** What is said in one of them. */
interface RoadWords {
  readonly source: string;
  readonly alertSource: AlertSource;
  readonly scamType: ScamType;
  readonly role: PersonRole;
  readonly goods: 'cash' | 'parcel';
  readonly sightedBy: 'measured-fix' | 'plate-hit';
  readonly amountFen: number;
  readonly title: LocalText;
  reason(from: BilingualText): LocalText;
  readonly due: LocalText;
  seen(nth: number): LocalText;
  readonly agreed: LocalText;
  readonly refused: LocalText;
  readonly itinerary:
    | { readonly label: LocalText; readonly stops: readonly [LocalText, LocalText] }
    | undefined;
  readonly field: CaseTruth['words'];
}

const REFUSED: LocalText = { zh: '无法改道前往该处', en: 'Cannot get to that place' };

export const ROAD_TEXT: Readonly<Record<RoadScript, RoadWords>> = {
  c: {
    source: '客运站',
    alertSource: 'family',
    scamType: 'investment',
    role: 'presumed-victim',
    goods: 'cash',
    sightedBy: 'plate-hit',
    amountFen: 8_000_000,
    title: { zh: '携现金乘班车赴邻县', en: 'On the coach to the next county with cash' },
    reason: (from) => ({
      zh: `家属来电 · 已在${from.zh}取现 8 万 · 已上班车`,
      en: `Family called · drew 80,000 at ${from.en} · already on the coach`,
    }),
    due: { zh: '班车到达邻县', en: 'coach arrives in the next county' },
    seen: (nth) => ({ zh: `班车过卡口 ${nth + 1}`, en: `Coach passed camera ${nth + 1}` }),
    agreed: {
      zh: '班车司机同意在会合点停靠等候',
      en: 'The coach driver agrees to stop at the meeting place',
    },
    refused: REFUSED,
    itinerary: {
      label: { zh: '演练班车（时刻表）', en: 'Drill coach (timetable)' },
      stops: [
        { zh: '城区停靠站', en: 'Stop in town' },
        { zh: '邻县客运站', en: 'Next county terminal' },
      ],
    },
    field: {
      met: { zh: '在会合点登车见到当事人，说明来意', en: 'Met the person on the coach at the meeting place' },
      convinced: {
        zh: '当事人听家属通话后愿意返回',
        en: 'After talking to the family the person agrees to return',
      },
      secured: { zh: '8 万元现金清点封存，陪同返回', en: '80,000 in cash counted and sealed; escorted back' },
      lost: {
        zh: '班车已到邻县，现金已交出，转追赃',
        en: 'The coach arrived and the cash was handed over: recovery',
      },
    },
  },
  d: {
    source: '卡口',
    alertSource: 'case-lead',
    scamType: 'investment',
    role: 'presumed-victim',
    goods: 'cash',
    sightedBy: 'plate-hit',
    amountFen: 14_000_000,
    title: { zh: '携现金驾车离开', en: 'Driving off with cash' },
    reason: (from) => ({
      zh: `自称装修 · 在${from.zh}取现 14 万 · 已驾车离开`,
      en: `Says renovation · drew 140,000 at ${from.en} · drove off`,
    }),
    due: { zh: '约定交付', en: 'agreed hand-over' },
    seen: (nth) => ({ zh: `车牌卡口命中 ${nth + 1}`, en: `Plate hit ${nth + 1}` }),
    agreed: {
      zh: '轮番劝导后同意见面，改道前往会合点',
      en: 'Persuaded in turns; turns to the meeting place',
    },
    refused: REFUSED,
    itinerary: undefined,
    field: {
      met: {
        zh: '在会合点与当事人见面，亮证说明来意',
        en: 'Met him at the meeting place, identified ourselves',
      },
      convinced: {
        zh: '当事人承认不是装修，是“老师”让带现金入金',
        en: 'He admits it: no renovation, the "teacher" told him',
      },
      secured: {
        zh: '副驾驶座上现金 14 万元清点封存',
        en: '140,000 on the passenger seat counted and sealed',
      },
      lost: { zh: '当事人已交出现金，转追赃', en: 'He handed over the cash: recovery' },
    },
  },
  e: {
    source: '网约车平台',
    alertSource: 'driver',
    scamType: 'impersonating-service',
    role: 'carrier',
    goods: 'parcel',
    sightedBy: 'measured-fix',
    amountFen: 6_000_000,
    title: { zh: '网约车代送现金', en: 'Ride-hail car carries cash' },
    reason: (from) => ({
      zh: `当事人在${from.zh}附近把 6 万现金作“包裹”交网约车 · 司机不知情`,
      en: `60,000 in cash given to a ride-hail car as a parcel near ${from.en} · the driver does not know`,
    }),
    due: { zh: '包裹送达', en: 'parcel delivered' },
    seen: (nth) => ({ zh: `平台定位 ${nth + 1}`, en: `Platform position ${nth + 1}` }),
    agreed: {
      zh: '司机同意改道，到会合点停车等候',
      en: 'The driver agrees to divert and wait at the meeting place',
    },
    refused: REFUSED,
    itinerary: {
      label: { zh: '网约车订单终点', en: 'Ride-hail destination' },
      stops: [
        { zh: '途经点', en: 'On the way' },
        { zh: '订单终点', en: 'Destination of the ride' },
      ],
    },
    field: {
      met: { zh: '在会合点见到司机，说明来意并致谢', en: 'Met the driver at the meeting place and said why' },
      convinced: { zh: '司机交出未拆封的包裹', en: 'The driver hands over the unopened parcel' },
      secured: {
        zh: '包裹内 6 万元现金清点封存，通知当事人',
        en: '60,000 in the parcel counted and sealed; the owner is told',
      },
      lost: { zh: '包裹已送达并被取走，转追赃', en: 'The parcel was delivered and taken: recovery' },
    },
  },
};
