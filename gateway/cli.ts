import { parseCli, USAGE } from './serve-flags.ts';
import { runServe } from './run-serve.ts';

/** Entry of the gateway program: `serve` and `--help`. Exit 0 done, 1 failed, 2 bad usage or input. */
const parsed = parseCli(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.error}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (parsed.value.kind === 'help') {
  process.stdout.write(USAGE);
} else {
  process.exitCode = await runServe(parsed.value.flags);
}
