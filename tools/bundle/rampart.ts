/** `rampart` of the bundled folder: the commands that need no tools of the source tree. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDoctor } from '../doctor/doctor.ts';

const HELP = `用法 Usage: rampart <command> [options]

  init     建立实战配置 make a live configuration: your units, contacts and roster
  serve    单独运行网关 run the gateway alone
  admin    席位登记与撤销 enrol, list and revoke the seats of a gateway
  plan     解拦截问题 solve an interception problem: cover, seal or contain
  doctor   检查本机 check what this machine can run and what falls away

每个命令都有 --help。 Every command has --help.
`;

const here = dirname(fileURLToPath(import.meta.url));
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const [command = '', ...rest] = args;
  if (command === 'doctor') {
    return runDoctor(rest, {
      out: (words) => void process.stdout.write(words),
      err: (words) => void process.stderr.write(words),
      machine: {
        repoRoot: dirname(dirname(here)),
        env: process.env,
        platform: process.platform,
        callerDir: process.cwd(),
        nowMs: () => Date.now(),
      },
    });
  }
  if (command === 'plan') {
    const { runPlan } = await import('../../gateway/planner/run-plan.ts');
    return runPlan(rest);
  }
  if (['init', 'serve', 'admin'].includes(command)) return runGateway(args);
  const isHelp = ['help', '--help', '-h'].includes(command);
  (isHelp ? process.stdout : process.stderr).write(HELP);
  return isHelp ? 0 : 2;
}

/** Runs the gateway on our terminal; a signal sent to us alone is passed on. */
function runGateway(args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(here, 'gateway.js'), ...args], { stdio: 'inherit' });
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const)
      process.on(signal, () => void (signal === 'SIGINT' && process.stdin.isTTY ? 0 : child.kill(signal)));
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code ?? 1));
  });
}
