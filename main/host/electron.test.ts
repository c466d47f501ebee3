import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../shared/kit/log.ts';
import { fakeElectron, FakePort, FakeUtilityProcess, FakeWindow } from '../testing/fake-electron.ts';
import type { Host } from './host.ts';

vi.mock('electron', async () => (await import('../testing/fake-electron.ts')).fakeElectron);

const display = (
  id: number,
): { id: number; bounds: { x: number; y: number; width: number; height: number } } => ({
  id,
  bounds: { x: (id - 1) * 1920, y: 0, width: 1920, height: 1080 },
});
const ourFrame = { detached: false, parent: null, origin: 'app://console' };

let folder: string;
let host: Host;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-electron-'));
  writeFileSync(join(folder, 'index.html'), 'the page');
  fakeElectron.reset();
  fakeElectron.screen.displays = [display(1), display(2)];
  const electron = await import('./electron.ts');
  electron.prepareElectron();
  host = electron.createElectronHost({
    folders: { renderer: folder, region: folder, glyphs: folder },
    preload: '/app/preload.cjs',
    log: silentLog,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A page asks for its port; answers what main sent to the frame. */
function openPort(frame: object | null, args: unknown): unknown[][] {
  const posted: unknown[][] = [];
  const senderFrame =
    frame === null ? null : { ...frame, postMessage: (...sent: unknown[]) => void posted.push(sent) };
  fakeElectron.ipcMain.emit('port/open', { senderFrame }, args);
  return posted;
}

describe('the Electron host', () => {
  it('is sandboxed before anything else and serves app:// as a proper, fetchable origin', () => {
    expect(fakeElectron.app.isSandboxed).toBe(true);
    expect(fakeElectron.schemes[0]).toEqual({
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true },
    });
  });

  it('answers app://console with the page and its policy, and no other host', async () => {
    const handle = fakeElectron.handlers.get('app');
    const page = await handle?.(new Request('app://console/'));
    expect(await page?.text()).toBe('the page');
    expect(page?.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
    expect((await handle?.(new Request('app://evil/')))?.status).toBe(404);
  });

  it('opens the console in a secure window and reloads a page that died', async () => {
    await host.windows.openConsole();
    const [window] = FakeWindow.all;
    expect(window?.url).toBe('app://console/#/dispatch');
    expect(window?.options['webPreferences']).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    window?.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    expect(window?.webContents.reloads).toBe(1);
    fakeElectron.app.emit('second-instance');
    expect(window?.focused).toBe(1);
  });

  it('keeps walls in kiosk on displays of their own, awake, through an unplugged cable', async () => {
    await host.windows.openWall('map');
    const [wall] = FakeWindow.all;
    expect(wall?.url).toBe('app://console/#/wall?role=map');
    expect([wall?.isKiosk, wall?.options['x']]).toEqual([true, 1920]);
    expect(fakeElectron.awake.size).toBe(1);
    fakeElectron.screen.displays = [display(1)];
    fakeElectron.screen.emit('display-removed');
    expect(wall?.isKiosk).toBe(false);
    expect(wall?.bounds).toEqual({ x: 192, y: 108, width: 1536, height: 864 });
    fakeElectron.screen.displays = [display(1), display(2)];
    fakeElectron.screen.emit('display-added');
    expect([wall?.isKiosk, wall?.bounds]).toEqual([true, display(2).bounds]);
    wall?.destroy();
    expect(fakeElectron.awake.size).toBe(0);
  });

  it('gives a page of ours a port to the data service, and a stranger nothing', () => {
    const service = host.processes.start('/app/data-service.js', [], 'data');
    host.bindDataService(service);
    const strangers = [
      null,
      { ...ourFrame, detached: true },
      { ...ourFrame, parent: {} },
      { ...ourFrame, origin: 'https://x' },
    ];
    for (const frame of strangers) expect(openPort(frame, { view: 'seat' })).toEqual([]);
    expect(openPort(ourFrame, { view: 'admin' })).toEqual([]);
    const [child] = FakeUtilityProcess.all;
    expect(child?.posted).toEqual([]);
    const [sent] = openPort(ourFrame, { view: 'wall' });
    expect(sent).toEqual(['port/opened', undefined, [expect.any(FakePort)]]);
    expect(child?.posted).toEqual([
      {
        message: { t: 'window/opened', windowId: expect.any(String) as string, view: 'wall' },
        ports: [expect.any(FakePort)],
      },
    ]);
  });

  it('starts programs as utility processes and hears the line by which the gateway announces itself', async () => {
    const gateway = host.processes.start('/app/gateway.js', ['serve'], 'gateway');
    const heard: unknown[] = [];
    gateway.onMessage((message) => void heard.push(message));
    FakeUtilityProcess.all[0]?.stdout.write('not json\n{"feedUrl":"x"}\n');
    await vi.waitFor(() => expect(heard).toEqual([{ feedUrl: 'x' }]));
    const ended = new Promise((resolve) => gateway.onExit(resolve));
    await gateway.stop();
    expect(await ended).toBe('exit 0');
    gateway.post({ late: true });
    expect(FakeUtilityProcess.all[0]?.posted).toEqual([]);
  });

  it('has no secrets where the keyring is a password everybody knows', async () => {
    expect(await host.secrets.backend()).toBe(
      process.platform === 'win32' ? 'dpapi' : process.platform === 'darwin' ? 'keychain' : undefined,
    );
  });
});
