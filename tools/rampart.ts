/** `npm run -s rampart -- <command>`: the one documented command line. It only finds the program that owns a command. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { REPO_ROOT, runNode } from './spawn.ts';

const HELP = `用法 Usage: npm run -s rampart -- <command> [options]

  init     建立实战配置 make a live configuration: your units, contacts and roster
  serve    单独运行网关 run the gateway alone
  admin    席位登记与撤销 enrol, list and revoke the seats of a gateway
  region   生成区域包 build a region pack from an OpenStreetMap extract
  plan     解拦截问题 solve an interception problem: cover, seal or contain
  doctor   检查本机 check what this machine can run and what falls away

每个命令都有 --help。 Every command has --help.
`;

/** Runs one command; results on stdout, everything else on stderr. Answers its exit code: 0 done, 1 failed, 2 bad usage or input. */
export async function runRampart(args: readonly string[]): Promise<number> {
  const [command = '', ...rest] = args;
  switch (command) {
    case 'init':
    case 'admin':
      return runNode([join(REPO_ROOT, 'gateway', 'cli.ts'), ...args]);
    case 'serve':
      return serve(args);
    case 'region': {
      const { regionCommand } = await import('../regions/builder/cli.ts');
      const { regionFolders } = await import('./serve-region.ts');
      return regionCommand(rest, {
        out: (line) => process.stdout.write(`${line}\n`),
        err: (line) => process.stderr.write(`${line}\n`),
        cwd: process.env['INIT_CWD'] ?? process.cwd(),
        regionsDir: join(REPO_ROOT, 'regions'),
        searchDirs: regionFolders(),
      });
    }
    case 'plan': {
      // its limit counts from the start: compiled code kept from the last run saves a fifth of a second
      enableCompileCache(join(REPO_ROOT, '.cache', 'compiled'));
      const { runPlan } = await import('../gateway/planner/run-plan.ts');
      return runPlan(rest);
    }
    case 'doctor': {
      const { runDoctor } = await import('./doctor/doctor.ts');
      return runDoctor(rest, {
        out: (words) => void process.stdout.write(words),
        err: (words) => void process.stderr.write(words),
        machine: {
          repoRoot: REPO_ROOT,
          env: process.env,
          platform: process.platform,
          callerDir: process.env['INIT_CWD'] ?? process.cwd(),
          nowMs: () => Date.now(),
        },
      });
    }
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(HELP);
      return 0;
    default:
      process.stderr.write(
        `${command === '' ? '缺少命令 missing command' : `未知命令 unknown command: ${command}`}\n\n${HELP}`,
      );
      return 2;
  }
}

async function serve(args: readonly string[]): Promise<number> {
  const { withRegionDir } = await import('./serve-region.ts');
  let words: readonly string[];
  try {
    words = withRegionDir(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  return runNode([join(REPO_ROOT, 'gateway', 'cli.ts'), ...words]);
}
