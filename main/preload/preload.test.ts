import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type RelayEnd, relayPort } from './relay-port.ts';

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  sent: [] as unknown[][],
  listeners: new Map<string, (event: { readonly ports: readonly RelayEnd[] }) => void>(),
}));

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => void electron.exposed.set(name, api) },
  ipcRenderer: {
    send: (...args: unknown[]) => void electron.sent.push(args),
    on: (channel: string, listener: never) => void electron.listeners.set(channel, listener),
  },
}));

type PageApi = { host: string; openPort(view: unknown): void; openWall(role: unknown): void };

const dataOf = (event: object): unknown => ('data' in event ? event.data : undefined);

beforeEach(async () => {
  electron.sent.length = 0;
  await import('./preload.ts');
});

describe('the preload', () => {
  it('exposes two methods and a word, frozen, and never the bridge itself', () => {
    expect([...electron.exposed.keys()]).toEqual(['rampart']);
    const api = electron.exposed.get('rampart') as PageApi;
    expect(Object.keys(api).toSorted()).toEqual(['host', 'openPort', 'openWall']);
    expect(Object.isFrozen(api)).toBe(true);
    api.openPort('wall');
    api.openPort({ evil: true });
    expect(electron.sent).toEqual([
      ['port/open', { view: 'wall' }],
      ['port/open', { view: 'seat' }],
    ]);
  });

  it('hands the page a port joined to the service', async () => {
    const posted: unknown[][] = [];
    vi.stubGlobal('window', { postMessage: (...args: unknown[]) => void posted.push(args) });
    const { port1: service, port2 } = new MessageChannel();
    electron.listeners.get('port/opened')?.({ ports: [port2] });
    const [message, origin, transfer] = posted[0] ?? [];
    expect([message, origin]).toEqual([{ type: 'rampart/port' }, 'app://console']);
    const page = (transfer as RelayEnd[])[0];
    const heard = new Promise((resolve) =>
      page?.addEventListener('message', (event) => resolve(dataOf(event))),
    );
    page?.start();
    service.postMessage({ t: 'hello' });
    expect(await heard).toEqual({ t: 'hello' });
    service.close();
  });
});

describe('relayPort', () => {
  it('acknowledges a position frame, and nothing else', async () => {
    const outer = new MessageChannel();
    const inner = new MessageChannel();
    relayPort(outer.port2, inner.port1);
    const back: unknown[] = [];
    outer.port1.addEventListener('message', (event: object) => void back.push(dataOf(event)));
    outer.port1.start();
    outer.port1.postMessage({ t: 'patch' });
    outer.port1.postMessage({ t: 'positions', frame: new Uint8Array(3) });
    inner.port2.postMessage({ t: 'request', id: 1 });
    await vi.waitFor(() => expect(back).toHaveLength(2));
    expect(back).toEqual(expect.arrayContaining(['drained', { t: 'request', id: 1 }]));
    outer.port1.close();
  });
});
