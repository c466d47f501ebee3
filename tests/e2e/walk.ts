import { expect, type Page } from '@playwright/test';

/**
 * Walks from row to row until the one with these words is selected, as somebody does who reads the queue before each
 * press: it sorts itself anew, and others may have come above by now. Returns how many keys it took.
 */
export async function walkTo(
  page: Page,
  title: string,
  press: (code: string) => Promise<void>,
): Promise<number> {
  const rows = page.locator('[data-row]');
  await expect(rows.filter({ hasText: title })).toBeVisible();
  for (let keys = 0; keys < 30; keys++) {
    const { at, wanted } = await rows.evaluateAll(
      (all, text) => ({
        at: all.findIndex((row) => row.getAttribute('aria-current') === 'true'),
        wanted: all.findIndex((row) => row.textContent.includes(text)),
      }),
      title,
    );
    if (at >= 0 && at === wanted) return keys;
    await press(at > wanted ? 'KeyK' : 'KeyJ');
  }
  throw new Error(`no way to “${title}” in the queue`);
}
