import { expect, type Page, test } from '@playwright/test';
import type { PortResults } from '../../shared/contract/port.ts';
import { startApp } from './app-process.ts';
import { ask, readState } from './ask.ts';
import { openConsole } from './browser.ts';

/**
 * A live moment that is complete: half a second later nothing older had come in. Live shows what has arrived, replay
 * shows what the gateway had received by then; only of a complete moment are they the same thing.
 */
async function completeMoment(page: Page): Promise<PortResults['state/hash']> {
  for (let tries = 0; tries < 60; tries++) {
    const moment = await ask(page, 'state/hash', {});
    await expect
      .poll(async () => (await ask(page, 'state/hash', {})).atMs, { intervals: [100] })
      .toBeGreaterThan(moment.atMs + 4000);
    if ((await ask(page, 'state/hash', {})).seq === moment.seq) return moment;
  }
  throw new Error('the drill never paused for breath');
}

test('the same minutes play again to the same state', async ({ browser }) => {
  test.setTimeout(600_000);
  const app = await startApp(['--drill', 'race-auto', '--speed', '8']);
  try {
    const context = await browser.newContext();
    await context.addInitScript(() =>
      localStorage.setItem('rampart.preferences', JSON.stringify({ hasSeenTour: true })),
    );
    const { page, faults } = await openConsole(context, app.ready.url);
    await expect(page.locator('[data-row][data-level="L1"]').first()).toBeVisible({ timeout: 120_000 });
    await expect(page.locator('[data-order], [data-row]').first()).toBeVisible();
    const early = await completeMoment(page);
    await expect
      .poll(async () => (await ask(page, 'state/hash', {})).seq, { timeout: 240_000 })
      .toBeGreaterThan(early.seq + 40);
    const late = await completeMoment(page);

    const lead = Object.values((await readState(page)).incidents).find(
      ({ source }) => source === 'case-lead',
    );
    const incidentId = lead?.incidentId ?? '';
    await page.goto(`${new URL(app.ready.url).origin}/#/briefing?incident=${incidentId}`);
    const jump = page.locator('[data-panel="margin"] button', { hasText: '跳到此刻' });
    await jump.waitFor({ timeout: 120_000 });
    const pressedAtMs = Date.now();
    // read and pressed in one go: while the race is open every new account may name a later moment
    const named = await jump.evaluate((button: HTMLElement) => {
      const clock = button.parentElement?.querySelector('strong')?.textContent;
      button.click();
      return clock;
    });
    await ask(page, 'playhead/pause', {});
    const jumped = await ask(page, 'state/hash', {});
    const secondsGone = Math.max(2, Math.ceil((Date.now() - pressedAtMs) / 1000));
    const clockOf = (atMs: number): string =>
      new Date(atMs).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' });
    // a race may have played on until it was held
    const backS = Array.from({ length: secondsGone + 1 }, (_, s) => s);
    expect(backS.map((s) => clockOf(jumped.atMs - s * 1000))).toContain(named);
    const { account } = await ask(page, 'margins/read', { incidentId });
    if (account?.kind !== 'ledger') throw new Error(account?.why ?? 'no account');
    await ask(page, 'playhead/live', {});
    await expect(page.locator('[data-panel="timeline"]')).toBeVisible();
    await page.keyboard.press('Comma');
    await expect(page.locator('[data-band="replay"]')).toBeVisible();

    for (const live of [late, early]) {
      await ask(page, 'playhead/pause', {});
      await ask(page, 'playhead/seek', { atMs: live.atMs });
      const replayed = await ask(page, 'state/hash', {});
      expect(replayed).toEqual(live);
    }
    // Played at another speed from before, it passes through the same state.
    await ask(page, 'playhead/play', { rate: 32 });
    await expect
      .poll(async () => (await ask(page, 'state/hash', {})).atMs, { timeout: 120_000 })
      .toBeGreaterThan(early.atMs + 20_000);
    await ask(page, 'playhead/pause', {});
    await ask(page, 'playhead/seek', { atMs: late.atMs });
    expect(await ask(page, 'state/hash', {})).toEqual(late);

    const refused = ask(page, 'command/submit', { kind: 'alert/acknowledge', payload: { alertId: 'any' } });
    await expect(refused).rejects.toThrow(/replay/);
    await ask(page, 'playhead/live', {});
    await expect(page.locator('[data-band="replay"]')).toHaveCount(0);
    expect(faults).toEqual([]);
    await context.close();
  } finally {
    await app.stop();
  }
});
