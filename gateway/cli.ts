import { parseCli, USAGE } from './serve-flags.ts';

/** Entry of the gateway program: `serve`, `init`, `admin` and `--help`. Exit 0 done, 1 failed, 2 bad usage or input. */
const argv = process.argv.slice(2);
// Each command is loaded only when asked for: help and usage errors need no database and no certificates.
if (argv[0] === 'init') {
  const { runInit } = await import('./setup/init-cli.ts');
  process.exitCode = await runInit(argv.slice(1), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    nowMs: () => Date.now(),
  });
} else if (argv[0] === 'admin') {
  const { runAdmin } = await import('./seats/admin-cli.ts');
  process.exitCode = await runAdmin(argv.slice(1), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
  });
} else {
  const parsed = parseCli(argv);
  if (!parsed.ok) {
    process.stderr.write(`${parsed.error}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (parsed.value.kind === 'help') {
    process.stdout.write(USAGE);
  } else {
    const { runServe } = await import('./run-serve.ts');
    process.exitCode = await runServe(parsed.value.flags);
  }
}
