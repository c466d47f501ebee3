import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a browser without a window says of WebGL: who draws it, or that it has none. */
export type WebglAnswer = { readonly renderer: string } | 'none';

const PATIENCE_MS = 8_000;
const PAGE = `data:text/html,<body><script>
const gl=document.createElement("canvas").getContext("webgl2");
const names=gl&&gl.getExtension("WEBGL_debug_renderer_info");
document.body.textContent="WEBGL["+(gl?(names?gl.getParameter(names.UNMASKED_RENDERER_WEBGL):"WebGL 2"):"")+"]"
</script>`.replaceAll('\n', '');

/** Asks a Chromium-family browser, with a profile of its own that is deleted. Undefined = it gave no answer in time. Never rejects. */
export async function askWebgl(browser: string, isRoot: boolean): Promise<WebglAnswer | undefined> {
  let profile: string;
  try {
    profile = mkdtempSync(join(tmpdir(), 'rampart-webgl-'));
  } catch {
    return undefined;
  }
  const args = [
    '--headless',
    '--no-first-run',
    '--disable-background-networking',
    `--user-data-dir=${profile}`,
  ];
  // Chromium does not start as root with its sandbox; the page is ours.
  if (isRoot) args.push('--no-sandbox');
  const dom = await new Promise<string>((resolve) => {
    const options = { timeout: PATIENCE_MS, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
    try {
      execFile(browser, [...args, '--dump-dom', PAGE], options, (_error, stdout) => resolve(stdout));
    } catch {
      resolve('');
    }
  });
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // A helper of a browser that had to be ended may still write: the system's own cleaning takes it.
  }
  const answer = /<body>WEBGL\[(.*)\]<\/body>/su.exec(dom)?.[1];
  if (answer === undefined) return undefined;
  return answer === '' ? 'none' : { renderer: answer.slice(0, 200) };
}
