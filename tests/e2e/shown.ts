import type { Page } from '@playwright/test';

/** What a page came to show, and when by its own watch. */
export interface Shown {
  readonly atMs: number;
  readonly html: string;
}

/**
 * Looks from inside the page for the first element that a CSS selector names, from now on: what is shown for a few seconds
 * only, or timed, must not depend on how late a busy machine lets the test look. Does not resolve while nothing is shown.
 */
export async function watchFor(page: Page, selector: string): Promise<() => Promise<Shown>> {
  const watched = await page.evaluateHandle((wanted) => {
    const first = new Promise<Shown>((resolve) => {
      const look = (): void => {
        const found = document.querySelector(wanted);
        if (found === null) return;
        observer.disconnect();
        resolve({ atMs: Date.now(), html: found.outerHTML });
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      look();
    });
    // boxed, or the handle would wait for it
    return { first };
  }, selector);
  return () => watched.evaluate(({ first }) => first);
}
