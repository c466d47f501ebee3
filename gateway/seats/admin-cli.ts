import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { codeAnswerSchema, SEAT_ROLES, type SeatRole, seatListSchema } from '../../shared/contract/enrol.ts';
import { LIVE_CONFIG_FILE, LIVE_GATEWAY_FOLDER } from '../../shared/contract/live-config.ts';
import { authorityMark, writeCode } from '../../shared/domain/enrolment-code.ts';
import { readWhereabouts, type Whereabouts } from '../serve/whereabouts.ts';

export interface AdminIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly cwd: string;
}

export const ADMIN_USAGE = `usage: rampart admin enrol --config DIR --seat NAME [--role ROLE ...]
       rampart admin list --config DIR
       rampart admin revoke --config DIR --seat NAME

Seats of a running gateway; to be run on its machine by whoever may read its folder.
enrol prints a code for one seat, good once within 10 minutes, and how to join with it.

  --config DIR   the live configuration of the gateway (default ./rampart-live)
  --data-dir DIR in its place: the --data-dir that serve was given
  --seat NAME    who it is: letters, digits, dot, dash; the log names every command's seat
  --role ROLE    what the seat may be: ${SEAT_ROLES.join(', ')} (default dispatcher); may be repeated
  --json         one JSON object instead of words
  --help

Exit code: 0 done, 1 failed (no gateway runs there, unknown seat), 2 bad usage.
`;

const OPTIONS = {
  config: { type: 'string' },
  'data-dir': { type: 'string' },
  seat: { type: 'string' },
  role: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Cannot be done now; the message says what to do. */
class AdminError extends Error {
  override readonly name = 'AdminError';
}

/** Runs `admin`; answers the exit code. */
export async function runAdmin(args: readonly string[], io: AdminIo): Promise<number> {
  const usage = (message: string): number => {
    io.err(`${message}\n\n${ADMIN_USAGE}`);
    return 2;
  };
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    return usage(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));
  }
  const { values, positionals } = parsed;
  const [action] = positionals;
  if (values.help || action === 'help') {
    io.out(ADMIN_USAGE);
    return 0;
  }
  const roles = values.role ?? ['dispatcher'];
  const unknown = roles.find((role) => !isRole(role));
  if (unknown !== undefined) return usage(`--role is ${SEAT_ROLES.join(', ')}, not "${unknown}"`);
  if (positionals.length !== 1 || !['enrol', 'list', 'revoke'].includes(action ?? ''))
    return usage('say one of: enrol, list, revoke');
  if (action !== 'list' && values.seat === undefined) return usage('--seat NAME is needed');
  const dataDir = folderOf(values.config, values['data-dir'], io.cwd);
  try {
    const gateway = findGateway(dataDir);
    if (action === 'list') await list(gateway, values.json, io);
    else if (action === 'enrol')
      await enrol(gateway, values.seat ?? '', roles.filter(isRole), values.json, io);
    else await revoke(gateway, values.seat ?? '', values.json, io);
    return 0;
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    io.err(`${error.message}\n`);
    return 1;
  }
}

function folderOf(config: string | undefined, dataDir: string | undefined, cwd: string): string {
  if (dataDir !== undefined) return resolve(cwd, dataDir);
  return join(resolve(cwd, config ?? 'rampart-live'), LIVE_GATEWAY_FOLDER);
}

function isRole(word: string): word is SeatRole {
  return SEAT_ROLES.some((role) => role === word);
}

interface RunningGateway extends Whereabouts {
  readonly ca: string;
  readonly adminKey: string;
}

function findGateway(dataDir: string): RunningGateway {
  const whereabouts = readWhereabouts(dataDir);
  if (whereabouts === undefined || !existsSync(join(dataDir, 'admin.key')))
    throw new AdminError(
      `no gateway has run on ${dataDir} yet: start it (npm start -- --live DIR, or rampart serve --config DIR; ${LIVE_CONFIG_FILE} is in DIR), then try again`,
    );
  return {
    ...whereabouts,
    ca: readFileSync(join(dataDir, 'ca.pem'), 'utf8'),
    adminKey: readFileSync(join(dataDir, 'admin.key'), 'utf8').trim(),
  };
}

async function enrol(
  gateway: RunningGateway,
  seatId: string,
  roles: readonly SeatRole[],
  isJson: boolean,
  io: AdminIo,
): Promise<void> {
  const { secret, validMs } = codeAnswerSchema.parse(await ask(gateway, 'POST', 'codes', { seatId, roles }));
  const mark = authorityMark(createHash('sha256').update(new X509Certificate(gateway.ca).raw).digest());
  const code = writeCode(secret, mark);
  const { joinUrl } = gateway;
  if (isJson) return io.out(`${JSON.stringify({ code, seatId, roles, gateway: joinUrl, validMs })}\n`);
  const minutes = validMs / 60_000;
  io.out(
    `${code}\n\n席位 seat ${seatId} (${roles.join(', ')})；${minutes} 分钟内有效，只能用一次 good once within ${minutes} minutes.\n` +
      `在新席位上运行 On the new seat: npm start -- --gateway ${joinUrl} --enrol ${code}\n`,
  );
}

async function list(gateway: RunningGateway, isJson: boolean, io: AdminIo): Promise<void> {
  const { seats } = seatListSchema.parse(await ask(gateway, 'GET', 'seats'));
  if (isJson) return io.out(`${JSON.stringify({ seats })}\n`);
  if (seats.length === 0) return io.out('还没有登记的席位 no seat is enrolled\n');
  for (const seat of seats) {
    const state =
      seat.revokedAtMs !== undefined
        ? `已撤销 revoked ${new Date(seat.revokedAtMs).toISOString()}`
        : seat.isConnected
          ? '在线 connected'
          : '离线 away';
    io.out(
      `${seat.seatId}\t${seat.roles.join(',')}\t${new Date(seat.enrolledAtMs).toISOString()}\t${state}\n`,
    );
  }
}

async function revoke(gateway: RunningGateway, seatId: string, isJson: boolean, io: AdminIo): Promise<void> {
  await ask(gateway, 'POST', 'revoke', { seatId });
  io.out(isJson ? `${JSON.stringify({ seatId, revoked: true })}\n` : `已撤销 revoked ${seatId}\n`);
}

function ask(gateway: RunningGateway, method: string, path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve_, reject) => {
    const url = new URL(`/v1/admin/${path}`, gateway.feedUrl);
    const outgoing = request(
      url,
      {
        method,
        ca: gateway.ca,
        agent: false,
        timeout: 10_000,
        headers: { authorization: `Bearer ${gateway.adminKey}`, 'content-type': 'application/json' },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode === 200) return resolve_(JSON.parse(text));
          const message =
            /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? `status ${response.statusCode ?? 0}`;
          reject(new AdminError(message));
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', (error) =>
      reject(
        new AdminError(
          `the gateway does not answer at ${url.origin} (${error.message}): start it, then try again`,
        ),
      ),
    );
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
