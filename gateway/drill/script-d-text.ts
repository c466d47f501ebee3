import type { LocalText } from '../../shared/domain/belief.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { Lane } from '../../shared/domain/vocabulary.ts';
import type { BilingualText } from '../../shared/roads/pack.ts';
import type { CaseTruth } from './case.ts';

/** The words and the timing of script D; seconds count from the alarm. */

export const D_AMOUNT_FEN = 14_000_000;
/** Until he names a time, similar cases say when the cash changes hands. */
export const ALARM_CLOCK_S = 660;
/** When his car passes the two checkpoints. */
export const HITS = [22, 44] as const;
/** When he agrees to meet. */
export const AGREED_S = 58;

const DISSUADER_A: Actor = { type: 'seat', id: 'dissuader-a', label: '劝阻员甲（演练）' };
const DISSUADER_B: Actor = { type: 'seat', id: 'dissuader-b', label: '劝阻员乙（演练）' };

/** One line of the log at a fixed time. */
export interface Beat {
  readonly atS: number;
  readonly lane: Lane;
  readonly text: LocalText;
  readonly who?: Actor;
}

export const D_BEATS: readonly Beat[] = [
  {
    atS: 10,
    lane: 'call',
    who: DISSUADER_A,
    text: {
      zh: '电话接通：自称取款用于装修，不愿说去向',
      en: 'Answered: says the cash is for renovation, will not say where he is going',
    },
  },
  {
    atS: 18,
    lane: 'account',
    text: {
      zh: '开户行已关注账户；14 万为现金，无法止付',
      en: 'Bank watches the account; the 140,000 is cash and cannot be stopped',
    },
  },
  {
    atS: 30,
    lane: 'family',
    text: {
      zh: '女儿：家中没有装修，父亲近日常接“老师”电话',
      en: 'Daughter: no renovation at home; lately many calls from a "teacher"',
    },
  },
  {
    atS: 37,
    lane: 'call',
    who: DISSUADER_A,
    text: { zh: '对方挂断一次；换乙继续劝', en: 'He hung up once; the second officer takes over' },
  },
  {
    atS: 51,
    lane: 'call',
    who: DISSUADER_B,
    text: {
      zh: '报出核验码，对方回拨核实为真，语气缓和',
      en: 'Gave the call-back code; he verified it and calmed down',
    },
  },
  {
    atS: 115,
    lane: 'family',
    text: {
      zh: '女儿在电话里陪他说话，他愿意等警察',
      en: 'The daughter keeps him on the phone; he is willing to wait',
    },
  },
];

const COMPASS_ZH = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'];
const COMPASS_EN = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'];

export const D_TEXT = {
  reason: {
    zh: '自称装修 · 柜面取现 14 万 · 已驾车离开',
    en: 'Says renovation · drew 140,000 in cash · drove off',
  },
  modelled: { zh: '同类案件现金交出时刻', en: 'when cash changed hands in similar cases' },
  due: { zh: '当事人答应等到的时刻', en: 'until when he promised to wait' },
  hitLabel: (nth: number): LocalText => ({ zh: `车牌卡口命中 ${nth}`, en: `Plate hit ${nth}` }),
  hit(nth: number, headingDeg: number, exit: BilingualText): LocalText {
    const sector = Math.round(headingDeg / 45) % 8;
    const tail = nth === 1 ? ['', ''] : [` · 估计${exit.zh}`, ` · probably ${exit.en}`];
    return {
      zh: `卡口第 ${nth} 次命中，向${COMPASS_ZH[sector] ?? '前'}行驶，图像已核对${tail[0] ?? ''}`,
      en: `Checkpoint hit ${nth}, heading ${COMPASS_EN[sector] ?? 'on'}, image checked${tail[1] ?? ''}`,
    };
  },
  agreed: (exit: BilingualText, minutes: number): LocalText => ({
    zh: `同意在“${exit.zh}”与民警见面，最多等 ${minutes} 分钟`,
    en: `Agrees to meet an officer at ${exit.en}, will wait ${minutes} min at most`,
  }),
} as const;

/** What depends on where he is to hand over the cash. */
interface PlaceWords {
  readonly title: LocalText;
  redirect(place: BilingualText): LocalText;
  readonly field: CaseTruth['words'];
}

const AFTER_MEETING = {
  convinced: {
    zh: '当事人承认不是装修，是“老师”让带现金入金',
    en: 'He admits it: no renovation, the "teacher" told him to bring cash',
  },
  secured: {
    zh: '副驾驶座上现金 14 万元，清点封存，陪同返家',
    en: '140,000 in cash on the passenger seat, counted and sealed; escorted home',
  },
  lost: {
    zh: '约定时刻已过，当事人驶离并交出现金，转追赃',
    en: 'The time passed; he drove on and handed over the cash: recovery',
  },
} as const;

export const AT_EXIT: PlaceWords = {
  title: { zh: '携现金驶向高速口', en: 'Driving to the expressway with cash' },
  redirect: (exit) => ({
    zh: `改往“${exit.zh}”，当事人答应在出口等候；近身劝阻，勿鸣笛`,
    en: `Go to ${exit.en}: he promised to wait at the exit; talk to him, no siren`,
  }),
  field: {
    ...AFTER_MEETING,
    met: {
      zh: '在出口与当事人见面，亮证，说明来意',
      en: 'Met him at the exit, identified ourselves and said why',
    },
  },
};

export const AT_TEAHOUSE: PlaceWords = {
  title: { zh: '携现金赴约见面', en: 'Taking cash to a meeting' },
  redirect: (teahouse) => ({
    zh: `改往“${teahouse.zh}”，当事人答应在店内等候；近身劝阻，勿鸣笛`,
    en: `Go to ${teahouse.en}: he promised to wait inside; talk to him, no siren`,
  }),
  field: {
    ...AFTER_MEETING,
    met: {
      zh: '在店内与当事人见面，亮证，说明来意',
      en: 'Met him inside, identified ourselves and said why',
    },
  },
};
