/** The closed word lists of the field (both languages live in renderer/i18n under the same keys). */

/** What a run is: an exercise over made-up facts, or the district itself. */
export type RunMode = 'drill' | 'live';

export const ALERT_LEVELS = ['L0', 'L1', 'L2', 'L3'] as const;
/** L0 特高危 · L1 高危 · L2 中危 · L3 低危. */
export type AlertLevel = (typeof ALERT_LEVELS)[number];

export const ALERT_SOURCES = [
  'ai-voice',
  'bank-alarm',
  'gold-shop',
  '96110',
  '110',
  '12381',
  'national-centre',
  'case-lead',
  'family',
  'grid',
  'rider',
  'driver',
  'checkpoint',
  'outside-request',
] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

export const SCAM_TYPES = [
  'task-rebate',
  'investment',
  'impersonating-authority',
  'impersonating-service',
  'loan',
  'romance',
  'gambling',
  'game-trade',
] as const;
export type ScamType = (typeof SCAM_TYPES)[number];

export const ALERT_STATES = ['raised', 'acknowledged', 'shelved', 'merged', 'promoted', 'closed'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const PHASES = ['find', 'reach', 'convince', 'secure', 'recover', 'return', 'follow-up'] as const;
/** 寻找 · 到达 · 劝阻 · 止损 · 追赃 · 返还 · 回访. */
export type Phase = (typeof PHASES)[number];

export const LANES = ['call', 'family', 'unit', 'account'] as const;
/** 电话 · 亲属 · 见面 · 账户: open side by side on every L0/L1. */
export type Lane = (typeof LANES)[number];

export const ORDER_STATES = [
  'issued',
  'signed',
  'rolling',
  'on-scene',
  'met',
  'fed-back',
  'closed',
  'transferred',
  'returned',
  'recalled',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const APPROACHES = ['plain', 'marked', 'siren-off'] as const;
export type Approach = (typeof APPROACHES)[number];

export const UNIT_KINDS = [
  'patrol',
  'station',
  'plain-clothes',
  'centre-squad',
  'expressway',
  'auxiliary',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

export const UNIT_STATES = [
  'available',
  'standby',
  'dispatched',
  'en-route',
  'on-scene',
  'engaged',
  'at-checkpoint',
  'transporting',
  'returning',
  'out-of-service',
  'lost-contact',
] as const;
export type UnitState = (typeof UNIT_STATES)[number];

export const MILESTONES = [
  'lead',
  'identified',
  'located',
  'watch-set',
  'in-position',
  'sighted',
  'stopped',
  'dissuaded',
  'secured',
  'returned',
  'lost',
  'false',
] as const;
export type Milestone = (typeof MILESTONES)[number];

export const DISPOSITIONS = [
  'dissuaded',
  'blocked',
  'frozen',
  'not-found-yet',
  'not-found',
  'mismatch',
  'duplicate',
  'false-alarm',
  'defrauded',
  'transferred',
  'to-mediation',
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const MONEY_ACCOUNTS = [
  'at-risk',
  'intercepted',
  'stop-paid',
  'frozen',
  'released',
  'returned',
  'loss-avoided',
  'lost',
  'owner-unknown',
] as const;
export type MoneyAccount = (typeof MONEY_ACCOUNTS)[number];

export const PERSON_ROLES = ['reported-victim', 'presumed-victim', 'carrier', 'picker', 'suspect'] as const;
/** Only `suspect` (needs a case number) may be called a suspect or drawn in a warm colour. */
export type PersonRole = (typeof PERSON_ROLES)[number];

export const BELIEF_KINDS = [
  'registered-address',
  'last-cell',
  'last-payment',
  'family-says',
  'branch',
  'camera-hit',
  'plate-hit',
  'measured-fix',
  'pinned',
] as const;
export type BeliefKind = (typeof BELIEF_KINDS)[number];

export const CLOCK_KINDS = ['stated', 'observed', 'modelled', 'unknown'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

export const SEATS = ['dispatcher', 'commander', 'leader', 'trainer'] as const;
/** Who sits at a console. A wall is a view, not a seat. */
export type Seat = (typeof SEATS)[number];

export const REPORTED_VIA = ['field-device', 'radio', 'console', 'drill'] as const;
/** How a state change reached the log. */
export type ReportedVia = (typeof REPORTED_VIA)[number];
