import type { Page } from '@playwright/test';

/** `G` and a letter as quick as fingers: a busy page may answer the first press only after the wait for the second is over. */
export async function goTo(page: Page, code: string): Promise<void> {
  await Promise.all([page.keyboard.press('KeyG'), page.keyboard.press(code)]);
}
