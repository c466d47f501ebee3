import { parseCli, USAGE } from './serve-flags.ts';

/** Entry of the gateway program: `serve` and `--help`. Exit 0 done, 1 failed, 2 bad usage or input. */
const parsed = parseCli(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.error}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (parsed.value.kind === 'help') {
  process.stdout.write(USAGE);
} else {
  // Loaded only now: help and usage errors need no database and no certificates.
  const { runServe } = await import('./run-serve.ts');
  process.exitCode = await runServe(parsed.value.flags);
}
