import type { LocalText } from '../../shared/domain/belief.ts';
import type { CaseTruth } from './case.ts';

/** What is at stake decides what the field says. A victim is somebody to be helped in every line. */
export type Stake = 'transfer' | 'counter' | 'gold' | 'cash';

const yuan = (fen: number | undefined): string =>
  fen === undefined ? '' : ` ${(fen / 1_000_000).toFixed(1)} 万元`;
const yuanEn = (fen: number | undefined): string =>
  fen === undefined ? '' : ` (CNY ${Math.round(fen / 100).toLocaleString('en-US')})`;

/** Notes of a case, in both languages. */
export function caseWords(stake: Stake, amountFen: number | undefined): CaseTruth['words'] {
  const [zh, en] = [yuan(amountFen), yuanEn(amountFen)];
  const met: LocalText = {
    zh: '已与当事人见面，亮证说明来意',
    en: 'Met the person, identified ourselves and said why',
  };
  switch (stake) {
    case 'transfer':
      return {
        met,
        convinced: {
          zh: '当事人接受劝阻，停止操作，卸载涉诈软件',
          en: 'The person agrees, stops, removes the scam app',
        },
        secured: {
          zh: `未转出${zh}，账户已协助加锁`,
          en: `Nothing transferred${en}; account locked with their consent`,
        },
        lost: {
          zh: `已转出${zh}，转止付与追赃`,
          en: `The transfer went through${en}: stop-payment and recovery`,
        },
      };
    case 'counter':
      return {
        met,
        convinced: {
          zh: '柜台前核对“办案”来电为虚拟号，当事人停止转账',
          en: 'The caller is shown to be false; the person stops the transfer',
        },
        secured: {
          zh: `柜面撤单，资金未动${zh}`,
          en: `Order withdrawn at the counter, money untouched${en}`,
        },
        lost: {
          zh: `周旋时限已过，柜面转账完成${zh}`,
          en: `The teller could hold no longer, transfer done${en}`,
        },
      };
    case 'gold':
      return {
        met,
        convinced: {
          zh: '以同类案例说明，当事人放弃交付',
          en: 'Convinced by a similar solved case; will not hand it over',
        },
        secured: {
          zh: `黄金原封清点，当事人自行保管${zh}`,
          en: `Gold counted, sealed, back with its owner${en}`,
        },
        lost: {
          zh: `黄金已交付，转查取货人${zh}`,
          en: `The gold was handed over${en}: looking for the picker`,
        },
      };
    case 'cash':
      return {
        met,
        convinced: {
          zh: '当事人承认不是装修款，接受劝阻',
          en: 'The person admits it was no renovation and agrees',
        },
        secured: { zh: `现金清点封存${zh}`, en: `Cash counted and sealed${en}` },
        lost: { zh: `现金已交出${zh}，转追赃`, en: `The cash was handed over${en}: recovery` },
      };
  }
}
