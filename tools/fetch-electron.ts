/** `npm run electron`: fetches the Electron runtime on request, with the electron package's own installer. */
import { packageFile, runNode } from './spawn.ts';

/** Runs the installer on our terminal and says what to do when it fails. Answers an exit code. */
export async function fetchElectron(): Promise<number> {
  process.stderr.write('rampart: fetching the Electron runtime (about 120 MB; Ctrl-C stops it) ...\n');
  const code = await runNode([packageFile('electron', 'install.js')]);
  if (code !== 0) {
    process.stderr.write(
      'rampart: the Electron runtime could not be fetched: set ELECTRON_MIRROR to a mirror you can reach, or ' +
        'ELECTRON_OVERRIDE_DIST_PATH to an unpacked runtime; without it npm start uses the browser host\n',
    );
  }
  return code;
}
