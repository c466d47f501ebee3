/** `npm run package`: bundles everything and packs it with electron-builder. */
import { buildApp } from './build-app.ts';
import { buildRenderer } from './build-renderer.ts';
import { REPO_ROOT, packageFile, runNode } from './spawn.ts';

/** Runs electron-builder with the arguments given, by default `--dir`. Answers an exit code. */
export async function packageApp(args: readonly string[]): Promise<number> {
  const failed = (await buildRenderer()) || (await buildApp());
  if (failed !== 0) return failed;
  const given = args.length > 0 ? args : ['--dir'];
  return runNode([packageFile('electron-builder', 'cli.js'), '--publish', 'never', ...given], {
    cwd: REPO_ROOT,
  });
}
