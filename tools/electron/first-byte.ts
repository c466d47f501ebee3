/** Asks whether a download would begin, without downloading it. */

/** `slow`: nothing within the time. `status`: the server refused. `unreachable`: no server, name or trust. */
export type FirstByte =
  | { readonly kind: 'came' }
  | { readonly kind: 'slow'; readonly waitedMs: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'stopped' };

/** Opens `url` as the installer will (redirects followed), waits for its first byte and lets go. Never rejects. */
export async function awaitFirstByte(url: string, waitMs: number, signal: AbortSignal): Promise<FirstByte> {
  const patience = AbortSignal.timeout(waitMs);
  const letGo = new AbortController();
  try {
    const response = await fetch(url, { signal: AbortSignal.any([patience, signal, letGo.signal]) });
    if (!response.ok) return { kind: 'status', status: response.status };
    const chunk = await response.body?.getReader().read();
    return chunk?.value === undefined ? { kind: 'unreachable', message: 'empty answer' } : { kind: 'came' };
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    if (patience.aborted) return { kind: 'slow', waitedMs: waitMs };
    return { kind: 'unreachable', message: reasonOf(error) };
  } finally {
    letGo.abort(); // the rest of the file must not go on arriving
  }
}

/** fetch says "fetch failed" and hides why in its cause. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return cause.message === '' ? (code ?? cause.name) : cause.message;
}
