import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, CommandAnswer, CommandProgress } from '../../shared/domain/command.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { Outbox } from './outbox.ts';
import { memoryOutbox, type OutboxStore } from './outbox-store.ts';

const T0 = 1_800_000_000_000;
let nowMs: number;
let isUp: boolean;
let sent: string[];
let progress: CommandProgress[];
let answer: (command: Command) => Promise<CommandAnswer>;

beforeEach(() => {
  nowMs = T0;
  isUp = true;
  sent = [];
  progress = [];
  answer = ({ commandId }) => Promise.resolve({ commandId, state: 'accepted', seq: 9, ids: {} });
});

function open(store: OutboxStore = memoryOutbox()): Outbox {
  return new Outbox({
    store,
    nowMs: () => nowMs,
    send: (_partition, one) => {
      if (!isUp) return undefined;
      sent.push(one.commandId);
      return answer(one);
    },
    progress: (_partition, one) => void progress.push(one),
    log: silentLog,
  });
}

function command(commandId: string): Command {
  const actor = { type: 'seat', id: 'dispatcher' } as const;
  return {
    commandId,
    kind: 'alert/acknowledge',
    payload: { alertId: 'a1' },
    actor,
    issuedAtMs: nowMs,
    ttlMs: 60_000,
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
const states = (): string[] => progress.map((one) => one.state);

describe('Outbox', () => {
  it('reports queued before sent before the answer, and forgets after it', async () => {
    const store = memoryOutbox();
    open(store).submit('p', command('c1'));
    expect(states()).toEqual(['queued', 'sent']);
    await settle();
    expect(states()).toEqual(['queued', 'sent', 'accepted']);
    expect(store.pending()).toEqual([]);
  });

  it('keeps a command while the link is down and sends it when it is up', async () => {
    isUp = false;
    const outbox = open();
    outbox.submit('p', command('c1'));
    outbox.submit('q', command('c2'));
    expect(outbox.pendingOf('p')).toEqual([{ commandId: 'c1', kind: 'alert/acknowledge', state: 'queued' }]);
    isUp = true;
    outbox.flush('p');
    expect(sent).toEqual(['c1']);
    await settle();
    expect(outbox.pendingOf('q')).toHaveLength(1);
  });

  it('never fires a stale dispatch: past its ttl it expires and the human is asked', () => {
    isUp = false;
    const outbox = open();
    outbox.submit('p', command('c1'));
    nowMs += 60_001;
    outbox.tick();
    isUp = true;
    outbox.flush('p');
    expect(states()).toEqual(['queued', 'expired']);
    expect(sent).toEqual([]);
  });

  it('asks again about a command that may have left, even past its ttl: only the gateway knows', async () => {
    answer = () => Promise.reject(new Error('no answer'));
    const outbox = open();
    outbox.submit('p', command('c1'));
    await settle();
    nowMs += 120_000;
    answer = ({ commandId }) =>
      Promise.resolve({ commandId, state: 'rejected', code: 'expired', message: '' });
    outbox.tick();
    await settle();
    expect(sent).toEqual(['c1', 'c1']);
    expect(states()).toEqual(['queued', 'sent', 'rejected']);
  });

  it('has one question about a command on its way at a time', () => {
    answer = () => new Promise(() => undefined);
    const outbox = open();
    outbox.submit('p', command('c1'));
    outbox.tick();
    outbox.flush('p');
    expect(sent).toEqual(['c1']);
  });

  it('treats what an earlier run left behind as possibly sent', async () => {
    const store = memoryOutbox();
    store.put({ partition: 'p', command: command('c1') });
    nowMs += 3_600_000;
    const outbox = open(store);
    outbox.tick();
    await settle();
    expect(sent).toEqual(['c1']);
    expect(states()).toEqual(['accepted']);
  });

  it('says nothing was queued when it cannot be stored', () => {
    const store: OutboxStore = {
      ...memoryOutbox(),
      put: () => {
        throw new Error('disk full');
      },
    };
    expect(() => open(store).submit('p', command('c1'))).toThrow('disk full');
    expect(progress).toEqual([]);
    expect(sent).toEqual([]);
  });
});
