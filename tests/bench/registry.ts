import type { Bench } from './bench.ts';

/** Every bench by name; each loads only its own programs. */
export const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  storage: async () => (await import('./storage.ts')).storageBench,
  feed: async () => (await import('./feed.ts')).feedBench,
  ranking: async () => (await import('./ranking.ts')).rankingBench,
  interception: async () => (await import('./interception.ts')).interceptionBench,
  target: async () => (await import('./interception-target.ts')).targetBench,
  'plan-cover': async () => (await import('./plan-cover.ts')).planCoverBench,
  'plan-contain': async () => (await import('./plan-contain.ts')).planContainBench,
  find: async () => (await import('./find.ts')).findBench,
  shift: async () => (await import('./shift.ts')).shiftBench,
  valhalla: async () => (await import('./valhalla.ts')).valhallaBench,
};
