import type { Lang } from '../launcher/flags.ts';

/** What can go wrong when a console joins a gateway elsewhere, with what to do about it. */
interface JoinProblems {
  readonly 'bad-code': { readonly why: 'length' | 'character' };
  readonly 'bad-address': { readonly url: string };
  readonly 'not-enrolled': { readonly url: string };
  readonly 'key-locked': { readonly folder: string; readonly reason: string };
  readonly 'gateway-unreachable': { readonly url: string; readonly reason: string };
  readonly 'not-a-gateway': { readonly url: string; readonly reason: string };
  readonly 'other-gateway': { readonly url: string };
  readonly 'name-not-certified': { readonly host: string };
  /** `why`: how the gateway's certificate looks by this machine's clock. */
  readonly 'clock-wrong': { readonly now: string; readonly why: 'not-yet' | 'expired' };
  readonly 'gateway-version': { readonly ours: number; readonly theirs: number };
  readonly 'enrol-refused': { readonly code: string; readonly waitS?: number | undefined };
}
export type JoinProblem = {
  [K in keyof JoinProblems]: { readonly kind: K } & JoinProblems[K];
}[keyof JoinProblems];

const KINDS: Readonly<Record<keyof JoinProblems, true>> = {
  'bad-code': true,
  'bad-address': true,
  'not-enrolled': true,
  'key-locked': true,
  'gateway-unreachable': true,
  'not-a-gateway': true,
  'other-gateway': true,
  'name-not-certified': true,
  'clock-wrong': true,
  'gateway-version': true,
  'enrol-refused': true,
};

/** Tells a problem of joining from one of this machine. */
export function isJoinProblem(problem: { readonly kind: string }): problem is JoinProblem {
  return Object.hasOwn(KINDS, problem.kind);
}

const NEW_CODE_ZH = '请在网关所在机器上运行 rampart admin enrol 取新的登记码';
const NEW_CODE_EN = "Get a new code with rampart admin enrol on the gateway's machine";

/** One line for the user. */
export function joinText(lang: Lang, problem: JoinProblem): string {
  return lang === 'en' ? english(problem) : chinese(problem);
}

function english(problem: JoinProblem): string {
  switch (problem.kind) {
    case 'bad-code':
      return problem.why === 'length'
        ? 'A code has 24 characters, like K7QM-3F9T-0A1B-2C3D-4E5F-6G7H. Copy the whole of it'
        : 'The code holds a character that no code has. Letters and digits only, without U; copy it again';
    case 'bad-address':
      return `"${problem.url}" is no address of a gateway. Write it like https://10.0.0.5:4872, as rampart admin enrol prints it`;
    case 'not-enrolled':
      return `This console is not enrolled at ${problem.url}. ${NEW_CODE_EN}, then start once with --gateway ${problem.url} --enrol CODE`;
    case 'key-locked':
      return `The key in ${problem.folder} cannot be opened (${problem.reason}). Unlock the system's secret store and start again, or enrol anew with --enrol CODE`;
    case 'gateway-unreachable':
      return `No gateway answers at ${problem.url} (${problem.reason}). Check address and port, whether the gateway runs, and that it listens on more than loopback ("listen" in rampart.json)`;
    case 'not-a-gateway':
      return `What answers at ${problem.url} is not a gateway's feed (${problem.reason}). Take the feed address that rampart admin enrol prints; if it is that, the gateway is too old: update it`;
    case 'other-gateway':
      return `The gateway at ${problem.url} is not the one that issued this code, so nothing was sent to it. Check address and code; if both are right, somebody stands between: do not go on`;
    case 'name-not-certified':
      return `The gateway's certificate does not name ${problem.host}. Add it to "names" in the gateway's rampart.json and start the gateway again, or use a name that is listed there`;
    case 'clock-wrong':
      return problem.why === 'not-yet'
        ? `By this machine's clock (${problem.now}, UTC) the gateway's certificate is not valid yet: the clock here is slow, or the gateway's is fast. Set the wrong one (NTP), start the gateway again if it was its own, and try again; the code has not been sent`
        : `By this machine's clock (${problem.now}, UTC) the gateway's certificate has expired: the clock here is fast, the gateway's was slow, or the gateway has run for 90 days. Set the clock that is wrong (NTP), start the gateway again for a new certificate, and try again; the code has not been sent`;
    case 'gateway-version':
      return `The gateway speaks protocol ${problem.theirs}, this console ${problem.ours}. Update ${problem.theirs < problem.ours ? 'the gateway' : 'this console'}; the code has not been used`;
    case 'enrol-refused':
      return refusedEnglish(problem);
  }
}

function refusedEnglish({ code, waitS }: JoinProblems['enrol-refused']): string {
  switch (code) {
    case 'wrong-code':
      return `No such code is open at the gateway: mistyped, withdrawn, or the gateway was restarted. ${NEW_CODE_EN}`;
    case 'expired-code':
      return `The code is older than 10 minutes. ${NEW_CODE_EN}`;
    case 'used-code':
      return `The code has been used; each opens one seat once. ${NEW_CODE_EN}; if nobody here used it, revoke that seat`;
    case 'bad-protocol':
      return 'Gateway and console are of different versions. Update the older one and start again; the code has not been used';
    case 'too-many':
      return `Too many attempts at the gateway. Wait ${waitS ?? 5} s and try again`;
    default:
      return `The gateway refused to enrol this console (${code}). ${NEW_CODE_EN}`;
  }
}

function chinese(problem: JoinProblem): string {
  switch (problem.kind) {
    case 'bad-code':
      return problem.why === 'length'
        ? '登记码应为 24 个字符，形如 K7QM-3F9T-0A1B-2C3D-4E5F-6G7H。请完整复制'
        : '登记码里有不会出现的字符。只含字母和数字，没有 U；请重新复制';
    case 'bad-address':
      return `“${problem.url}”不是网关地址。请写成 https://10.0.0.5:4872 的形式，即 rampart admin enrol 打印的地址`;
    case 'not-enrolled':
      return `本控制台尚未在 ${problem.url} 登记。${NEW_CODE_ZH}，再用 --gateway ${problem.url} --enrol 登记码 启动一次`;
    case 'key-locked':
      return `${problem.folder} 里的密钥打不开（${problem.reason}）。请解锁系统密钥库后重新启动，或用 --enrol 登记码 重新登记`;
    case 'gateway-unreachable':
      return `${problem.url} 没有网关应答（${problem.reason}）。请核对地址和端口、网关是否在运行，以及它是否只监听本机（rampart.json 的 listen）`;
    case 'not-a-gateway':
      return `${problem.url} 应答的不是网关的推送口（${problem.reason}）。请用 rampart admin enrol 打印的地址；若地址无误，则网关版本太旧，请升级网关`;
    case 'other-gateway':
      return `${problem.url} 的网关不是签发此登记码的网关，未向它发送任何内容。请核对地址和登记码；若两者都对，说明中间有人冒充，请勿继续`;
    case 'name-not-certified':
      return `网关证书里没有 ${problem.host}。请在网关的 rampart.json 的 names 里加上它并重启网关，或改用其中已有的名称`;
    case 'clock-wrong':
      return problem.why === 'not-yet'
        ? `按本机时钟（${problem.now}，UTC）网关证书尚未生效：本机时钟偏慢，或网关时钟偏快。请校准有误的一方（NTP），若是网关有误则校准后重启网关，再重试；登记码未发出`
        : `按本机时钟（${problem.now}，UTC）网关证书已过期：本机时钟偏快、网关时钟曾偏慢，或网关已连续运行 90 天。请校准有误的时钟（NTP），重启网关以换新证书，再重试；登记码未发出`;
    case 'gateway-version':
      return `网关用协议 ${problem.theirs}，本控制台用协议 ${problem.ours}。请升级${problem.theirs < problem.ours ? '网关' : '本控制台'}；登记码尚未使用`;
    case 'enrol-refused':
      return refusedChinese(problem);
  }
}

function refusedChinese({ code, waitS }: JoinProblems['enrol-refused']): string {
  switch (code) {
    case 'wrong-code':
      return `网关没有这个有效的登记码：输错、已撤回，或网关重启过。${NEW_CODE_ZH}`;
    case 'expired-code':
      return `登记码已超过 10 分钟。${NEW_CODE_ZH}`;
    case 'used-code':
      return `登记码已被使用，每个只能登记一个席位一次。${NEW_CODE_ZH}；若不是本单位使用的，请撤销该席位`;
    case 'bad-protocol':
      return '网关与本控制台版本不同。请升级较旧的一方后重新启动；登记码尚未使用';
    case 'too-many':
      return `网关收到的尝试过多。请等 ${waitS ?? 5} 秒后再试`;
    default:
      return `网关拒绝登记本控制台（${code}）。${NEW_CODE_ZH}`;
  }
}
