import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { FakeGateway } from '../testing/fake-gateway.ts';
import { alertRaised, sessionStarted, unitRegistered } from '../../tests/fixtures/sample-facts.ts';
import { skewedTimers } from '../testing/skewed-timers.ts';
import { makeTestCa, type TestCa } from '../testing/test-ca.ts';
import { until } from '../testing/until.ts';
import { FeedLink, type FeedSink } from './feed-link.ts';
import type { GatewayTarget } from './gateway-target.ts';

const T0 = 1_800_000_000_000;

let ca: TestCa;
let gateway: FakeGateway;
const opened: FeedLink[] = [];

beforeAll(async () => {
  ca = await makeTestCa();
});

beforeEach(async () => {
  gateway = new FakeGateway(ca);
  await gateway.start();
});

afterEach(async () => {
  for (const link of opened.splice(0)) link.close();
  await gateway.stop();
});

/** A console's memory of the feed, with a link on it. */
function connect(target: GatewayTarget = gateway.target): {
  readonly held: LedgerEvent[];
  readonly states: string[];
  readonly batches: number[];
  readonly link: FeedLink;
  readonly timers: ReturnType<typeof skewedTimers>;
  restarts: number;
} {
  const held: LedgerEvent[] = [];
  const states: string[] = [];
  const batches: number[] = [];
  const timers = skewedTimers();
  const console = { held, states, batches, timers, restarts: 0 };
  const sink: FeedSink = {
    lastSeq: () => held.length,
    hashAt: (seq) => held[seq - 1]?.hash,
    apply: (events) => {
      held.push(...events);
      batches.push(events.length);
    },
    startAnew: () => {
      held.length = 0;
      console.restarts++;
    },
    heartbeat: () => undefined,
    linkChanged: (state) => void states.push(state),
    subscribed: () => undefined,
  };
  const link = new FeedLink({
    target,
    view: { view: 'seat', role: 'dispatcher' },
    sink,
    timers,
    random: () => 0,
    log: silentLog,
  });
  opened.push(link);
  link.open();
  return Object.assign(console, { link });
}

describe('FeedLink', () => {
  it('takes what is there, then what comes, and acknowledges', async () => {
    gateway.append(sessionStarted(T0), unitRegistered(T0, 0));
    const console = connect();
    await until(() => console.held.length === 2, 'the first two events');
    gateway.append(alertRaised(T0 + 1, 'a1'));
    await until(() => console.held.length === 3, 'the third event');
    await until(() => gateway.acks.at(-1) === 3, 'an acknowledgement of 3');
    expect(console.held.map((event) => event.seq)).toEqual([1, 2, 3]);
  });

  it('resumes from its own last event after the gateway was away', async () => {
    gateway.append(sessionStarted(T0), unitRegistered(T0, 0));
    const console = connect();
    await until(() => console.held.length === 2, 'two events');
    await gateway.stop();
    gateway.append(unitRegistered(T0 + 1, 1));
    await gateway.start();
    await until(() => console.held.length === 3, 'the event that was missed');
    expect(gateway.subscriptions).toEqual([1, 3]);
    expect(console.held.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(console.states.at(-1)).toBe('live');
  });

  it('applies an event once however often it arrives', async () => {
    const [first] = gateway.append(sessionStarted(T0));
    const console = connect();
    await until(() => console.held.length === 1, 'the event');
    gateway.send(first === undefined ? [] : [first, first]);
    gateway.append(unitRegistered(T0, 0));
    await until(() => console.held.length === 2, 'the next event');
    expect(console.held.map((event) => event.seq)).toEqual([1, 2]);
    expect(console.states).not.toContain('quarantined');
  });

  it('puts early events in order and resumes when a hole stays', async () => {
    gateway.append(sessionStarted(T0));
    const console = connect();
    await until(() => console.link.isReady && console.held.length === 1, 'the link');
    gateway.isMuted = true;
    const [two, three] = gateway.append(unitRegistered(T0, 0), unitRegistered(T0, 1));
    gateway.isMuted = false;
    gateway.send(three === undefined ? [] : [three]);
    gateway.send(two === undefined ? [] : [two]);
    await until(() => console.held.length === 3, 'both, in order');
    gateway.isMuted = true;
    const added = gateway.append(unitRegistered(T0, 2), unitRegistered(T0, 3));
    gateway.isMuted = false;
    gateway.send(added.slice(1));
    await until(() => console.held.length === 5, 'the hole to be filled');
    expect(gateway.subscriptions).toEqual([1, 4]);
    expect(console.held.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('quarantines a stream whose past changed, and stays so', async () => {
    const [first] = gateway.append(sessionStarted(T0));
    const console = connect();
    await until(() => console.held.length === 1, 'the event');
    const other = gateway.numbered(unitRegistered(T0, 7), 1);
    gateway.send([other]);
    await until(() => console.states.at(-1) === 'quarantined', 'quarantine');
    gateway.append(unitRegistered(T0, 8));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(console.held).toEqual([first]);
  });

  it('quarantines content that is not its hash', async () => {
    gateway.append(sessionStarted(T0));
    const console = connect();
    await until(() => console.held.length === 1, 'the event');
    gateway.send([{ ...gateway.numbered(unitRegistered(T0, 7), 2), atMs: T0 + 5 }]);
    await until(() => console.states.at(-1) === 'quarantined', 'quarantine');
  });

  it('begins anew on another ledger', async () => {
    gateway.append(sessionStarted(T0), unitRegistered(T0, 0));
    const console = connect();
    await until(() => console.held.length === 2, 'two events');
    await gateway.stop();
    gateway.events.length = 0;
    gateway.append(sessionStarted(T0 + 999), unitRegistered(T0 + 999, 1), unitRegistered(T0 + 999, 2));
    await gateway.start();
    await until(() => console.held.length === 3, 'the other ledger');
    expect(console.restarts).toBe(1);
    expect(console.held[0]?.atMs).toBe(T0 + 999);
  });

  it('quarantines when the gateway knows less than the console', async () => {
    gateway.append(sessionStarted(T0), unitRegistered(T0, 0));
    const console = connect();
    await until(() => console.held.length === 2, 'two events');
    await gateway.stop();
    gateway.events.length = 1;
    await gateway.start();
    await until(() => console.states.at(-1) === 'quarantined', 'quarantine');
    expect(console.held).toHaveLength(2);
  });

  it('says late after 3 s and lost after 10 s of silence, on the monotonic clock', async () => {
    const console = connect();
    await until(() => console.states.at(-1) === 'live', 'live');
    gateway.isSilent = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
    console.timers.push(3_000);
    await until(() => console.states.at(-1) === 'late', 'late');
    expect(gateway.subscriptions).toHaveLength(1);
    console.timers.push(2_000);
    // A dead line is replaced before the room is told that the feed is lost; the gateway answers, but says no more.
    await until(() => gateway.subscriptions.length === 2, 'a new line');
    console.timers.push(10_000);
    await until(() => console.states.includes('lost'), 'lost');
    gateway.isSilent = false;
    await until(() => console.states.at(-1) === 'live', 'live again');
  });

  it('is refused with a wrong key, and never talks to another authority', async () => {
    const wrongKey = connect({ ...gateway.target, key: 'other' });
    await until(() => wrongKey.states.at(-1) === 'refused', 'refusal');
    const stranger = await makeTestCa();
    const wrongCa = connect({ ...gateway.target, caPem: stranger.caPem });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(wrongCa.states).not.toContain('live');
    expect(gateway.subscriptions).toEqual([]);
  });
});
