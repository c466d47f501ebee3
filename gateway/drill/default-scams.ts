import type { DrillMix } from './mix.ts';

/** What ambient alerts are about where a pack says nothing of its own: invented texts and amounts, common to all districts. */
export const SCAMS: DrillMix['scams'] = [
  {
    type: 'task-rebate',
    weight: 30,
    title: { zh: '刷单返利', en: 'Task rebate' },
    amount: { medianYuan: 12_000, sigma: 1 },
    reasons: [
      { zh: '已垫付 3 单 · 客服催付第 4 单', en: 'Advanced three orders · pressed to pay a fourth' },
      { zh: '新装陌生聊天软件 · 已入任务群', en: 'New chat app installed · already in a task group' },
    ],
  },
  {
    type: 'impersonating-service',
    weight: 22,
    title: { zh: '冒充客服', en: 'Impersonating service' },
    amount: { medianYuan: 18_000, sigma: 0.9 },
    reasons: [
      { zh: '“取消会员扣费”来电 · 正在共享屏幕', en: 'Cancel-membership call · sharing the screen now' },
      { zh: '“理赔”链接 · 正在填写银行卡', en: 'Refund link · entering a bank card' },
    ],
  },
  {
    type: 'investment',
    weight: 18,
    title: { zh: '虚假投资理财', en: 'False investment' },
    amount: { medianYuan: 60_000, sigma: 1.1 },
    reasons: [
      { zh: '频繁访问仿冒券商网站', en: 'Keeps visiting a fake broker site' },
      { zh: '提前支取定期存款 · 不愿说用途', en: 'Breaks a term deposit · will not say what for' },
    ],
  },
  {
    type: 'impersonating-authority',
    weight: 10,
    title: { zh: '冒充公检法', en: 'Impersonating authority' },
    amount: { medianYuan: 80_000, sigma: 1 },
    reasons: [
      {
        zh: '境外来电超过半小时 · 亲属电话占线',
        en: 'Foreign call for over half an hour · family gets no answer',
      },
    ],
  },
  {
    type: 'loan',
    weight: 10,
    title: { zh: '网络贷款', en: 'Online loan' },
    amount: { medianYuan: 9000, sigma: 0.8 },
    reasons: [{ zh: '放款前被要求交“保证金”', en: 'Asked for a deposit before a loan is paid' }],
  },
  {
    type: 'romance',
    weight: 4,
    title: { zh: '婚恋交友', en: 'Romance' },
    amount: { medianYuan: 30_000, sigma: 1 },
    reasons: [{ zh: '未曾谋面的“对象”借钱周转', en: 'A partner never met in person asks for a loan' }],
  },
  {
    type: 'gambling',
    weight: 3,
    title: { zh: '网络赌博', en: 'Online gambling' },
    amount: { medianYuan: 15_000, sigma: 1.1 },
    reasons: [{ zh: '提现被拒 · 客服要求再充值', en: 'Withdrawal refused · told to top up again' }],
  },
  {
    type: 'game-trade',
    weight: 3,
    title: { zh: '游戏交易', en: 'Game trade' },
    amount: { medianYuan: 3000, sigma: 0.8 },
    reasons: [{ zh: '账号买卖 · 被引到平台外付款', en: 'Account sale · led to pay outside the platform' }],
  },
];
