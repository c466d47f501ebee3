import { isInstanceAlive, readInstance } from './instance-file.ts';
import { StartError } from './start-text.ts';

/** Asks the console that runs on this folder for one more link, good for one browser session. Throws StartError. */
export async function requestLink(home: string): Promise<string> {
  const instance = readInstance(home, isInstanceAlive);
  if (instance === undefined) throw new StartError({ kind: 'nothing-runs', folder: home });
  const { pid, controlUrl, secret } = instance;
  if (controlUrl === undefined) throw new StartError({ kind: 'electron-runs', pid });
  try {
    const answer = await fetch(controlUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      signal: AbortSignal.timeout(5_000),
    });
    if (answer.ok) return (await answer.text()).trim();
  } catch {
    // Refused or silent: the same to the user.
  }
  throw new StartError({ kind: 'no-answer', pid });
}
