import { X509Certificate, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runAdmin } from '../../gateway/seats/admin-cli.ts';
import { CODE_VALID_MS } from '../../gateway/seats/enrolment-codes.ts';
import { issueServerIdentity } from '../../gateway/serve/local-ca.ts';
import { startTestGateway, type TestGateway } from '../../gateway/testing/test-gateway.ts';
import { enrol } from '../../main/join/enrol.ts';
import { StartError, startText } from '../../main/start-text.ts';
import { CTL_PROTOCOL } from '../../shared/contract/ctl.ts';
import { authorityMark, writeCode } from '../../shared/domain/enrolment-code.ts';

const DAY_MS = 86_400_000;
const printedSchema = z.object({ code: z.string() });

/** A code that names this authority; whether its secret is open at the gateway is another matter. */
function codeOf(caPem: string): string {
  const mark = authorityMark(createHash('sha256').update(new X509Certificate(caPem).raw).digest());
  return writeCode('K7QM3F9T', mark);
}
/** What the user is told when enrolling fails, in both languages. */
async function toldBy(url: string, code: string): Promise<{ readonly zh: string; readonly en: string }> {
  const error: unknown = await enrol(url, code, () => Date.now()).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StartError)) throw new Error(`no StartError: ${String(error)}`);
  return { zh: startText('zh-CN', error.problem), en: startText('en', error.problem) };
}

describe('what a console is told that cannot enrol', () => {
  const gateways: TestGateway[] = [];
  afterEach(async () => {
    for (const one of gateways.splice(0)) await one.close();
  });
  async function start(options: Parameters<typeof startTestGateway>[0]): Promise<TestGateway> {
    const test = await startTestGateway(options);
    gateways.push(test);
    return test;
  }

  it('says whose clock to set when the certificate is not valid yet, or no more', async () => {
    const ahead = await start({ wallAheadMs: 3 * DAY_MS });
    const early = await toldBy(ahead.gateway.ready.feedUrl, codeOf(ahead.ca));
    expect(early.en).toMatch(/not valid yet: the clock here is slow.*Set the wrong one.*not been sent/);
    expect(early.zh).toMatch(/尚未生效：本机时钟偏慢.*请校准.*登记码未发出/);
    const now = new Date().toISOString().slice(0, 10);
    for (const text of [early.en, early.zh]) expect(text).toContain(now);

    const behind = await start({ wallAheadMs: -100 * DAY_MS });
    const late = await toldBy(behind.gateway.ready.feedUrl, codeOf(behind.ca));
    expect(late.en).toMatch(/has expired: the clock here is fast.*start the gateway again.*not been sent/);
    expect(late.zh).toMatch(/已过期：本机时钟偏快.*重启网关.*登记码未发出/);
  });

  it('says that a code is too old, or was used and what that may mean, and that a new one helps', async () => {
    let nowMs = 0;
    const { gateway, dataDir } = await start({ monotonicMs: () => nowMs });
    const { feedUrl } = gateway.ready;
    const codeFor = async (seat: string): Promise<string> => {
      let out = '';
      const io = { out: (text: string) => (out += text), err: () => undefined, cwd: '/' };
      await runAdmin(['enrol', '--json', '--seat', seat, '--data-dir', dataDir], io);
      return printedSchema.parse(JSON.parse(out)).code;
    };
    const slow = await codeFor('slow');
    nowMs += CODE_VALID_MS + 1;
    const expired = await toldBy(feedUrl, slow);
    expect(expired.en).toMatch(/older than 10 minutes\. Get a new code with rampart admin enrol/);
    expect(expired.zh).toMatch(/超过 10 分钟。请.*rampart admin enrol/);
    const once = await codeFor('once');
    await enrol(feedUrl, once, () => Date.now());
    const used = await toldBy(feedUrl, once);
    expect(used.en).toMatch(/has been used.*Get a new code.*revoke that seat/);
    expect(used.zh).toMatch(/已被使用.*请.*新的登记码.*撤销该席位/);
  });

  describe('by a gateway of another version', () => {
    let dir: string;
    let server: Server;
    let code: string;
    let url: string;
    let protocol: number;
    let posted: number;
    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'rampart-version-'));
      const identity = await issueServerIdentity({
        dataDir: dir,
        name: 'Rampart live other',
        nowMs: Date.now(),
        hosts: ['127.0.0.1'],
      });
      const pem = readFileSync(identity.caFile, 'utf8');
      code = codeOf(pem);
      posted = 0;
      server = createServer({ cert: identity.cert, key: identity.key }, (request, response) => {
        if (request.method === 'POST') posted++;
        const answers: Readonly<Record<string, unknown>> = {
          '/v1/authority': { pem },
          '/healthz': { ok: true, protocol },
          '/v1/enrol': { error: { code: 'bad-protocol', message: '' } },
        };
        response.statusCode = request.url === '/v1/enrol' ? 400 : 200;
        response.end(JSON.stringify(answers[request.url ?? '']));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => {
      server.close();
      rmSync(dir, { recursive: true });
    });

    it('names the older side, and keeps the code unspent', async () => {
      protocol = CTL_PROTOCOL + 1;
      const newer = await toldBy(url, code);
      expect(newer.en).toMatch(/Update this console; the code has not been used/);
      expect(newer.zh).toMatch(/请升级本控制台；登记码尚未使用/);
      protocol = CTL_PROTOCOL - 1;
      const older = await toldBy(url, code);
      expect(older.en).toMatch(/Update the gateway; the code has not been used/);
      expect(older.zh).toMatch(/请升级网关；登记码尚未使用/);
      expect(posted).toBe(0);
      // Replaced between the two questions.
      protocol = CTL_PROTOCOL;
      const replaced = await toldBy(url, code);
      expect(replaced.en).toMatch(/different versions\. Update the older one/);
      expect(replaced.zh).toMatch(/版本不同。请升级较旧的一方/);
      expect(posted).toBe(1);
    });
  });
});
