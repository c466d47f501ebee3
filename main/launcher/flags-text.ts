/** The words of the command line, in both languages. */

export type Lang = 'zh-CN' | 'en';
export type MessageLang = Lang;
export type FlagProblem =
  | 'unknown'
  | 'missing-value'
  | 'bad-value'
  | 'no-value'
  | 'conflict'
  | 'clash'
  | 'needs';

/** One line that names the flag, what was given and what is allowed. */
export function flagMessage(
  lang: MessageLang,
  problem: FlagProblem,
  flag: string,
  value: string,
  allowed: string,
): string {
  const zh: Record<FlagProblem, string> = {
    unknown: `不认识的参数 ${flag}。可用：${allowed}`,
    'missing-value': `参数 ${flag} 缺少值。可用值：${allowed}`,
    'bad-value': `参数 ${flag} 的值“${value}”无效。可用值：${allowed}`,
    'no-value': `参数 ${flag} 不接受值（收到“${value}”）。请直接写 ${flag}`,
    clash: `参数 ${flag} 不能与 ${allowed} 同用。请去掉其中一个`,
    needs: `参数 ${flag} 需要同时给出 ${allowed}`,
    conflict: `参数 ${flag} 的值“${value}”不能与 ${allowed} 同用。请改用 ${flag} browser 或去掉 ${allowed}`,
  };
  const en: Record<FlagProblem, string> = {
    unknown: `Unknown flag ${flag}. Allowed: ${allowed}`,
    'missing-value': `Flag ${flag} needs a value. Allowed: ${allowed}`,
    'bad-value': `Flag ${flag} has the bad value "${value}". Allowed: ${allowed}`,
    'no-value': `Flag ${flag} takes no value (got "${value}"). Write ${flag} alone`,
    clash: `Flag ${flag} does not go with ${allowed}. Leave one of them out`,
    needs: `Flag ${flag} needs ${allowed} with it`,
    conflict: `Flag ${flag} with the value "${value}" cannot go with ${allowed}. Use ${flag} browser, or leave out ${allowed}`,
  };
  return (lang === 'en' ? en : zh)[problem];
}

/** The text of `--help`. */
export const HELP: Readonly<Record<Lang, string>> = {
  'zh-CN': `用法：npm start -- [参数]

  --host electron|browser   指定宿主；默认先试 Electron，不可用时用浏览器
  --headless                不打开窗口，只打印就绪行
  --port N                  页面用端口 N，接入用 N+1，推送用 N+2；0 表示任选空闲端口
  --data-dir PATH           数据目录
  --region NAME|FOLDER      区域包的名称或文件夹（默认 jinan；“rampart region list”列出已安装的）
  --live DIR                用 rampart init 建立的实战配置启动，不运行演练
  --gateway URL             加入别处的网关，本机不另起网关
  --enrol CODE              首次加入时的登记码（网关机器上 rampart admin enrol 取得）
  --lang zh-CN|en           界面与提示的语言（默认 zh-CN）
  --drill NAME              演练名称
  --speed X                 演练速度，0.1 到 64（默认 1）
  --seed N                  随机种子；同一种子得到同一场演练
  --rate X                  警情到达率的倍数，0 到 100（默认 1）
  --seat dispatcher|commander|leader|trainer
                            席位：调度员、指挥长、带班领导、教官（默认 dispatcher）
  --print-url               向正在运行的实例再要一个链接
  --check                   无界面自检，打印一行 JSON 后退出
  --help                    显示本说明`,
  en: `Usage: npm start -- [flags]

  --host electron|browser   choose the host; default: Electron where it answers, else the browser
  --headless                open no window, only print the ready line
  --port N                  page on port N, ingest on N+1, feed on N+2; 0 = any free ports
  --data-dir PATH           data folder
  --region NAME|FOLDER      region pack by name or folder (default jinan; "rampart region list" names the installed ones)
  --live DIR                run on a live configuration made by rampart init, without a drill
  --gateway URL             join a gateway elsewhere; no gateway is started here
  --enrol CODE              code for joining the first time (rampart admin enrol, on the gateway's machine)
  --lang zh-CN|en           language of the console and of messages (default zh-CN)
  --drill NAME              name of the drill
  --speed X                 drill speed, 0.1 to 64 (default 1)
  --seed N                  random seed; the same seed gives the same drill
  --rate X                  multiplies the arrival rate of alerts, 0 to 100 (default 1)
  --seat dispatcher|commander|leader|trainer
                            whose seat this is (default dispatcher)
  --print-url               ask the running instance for one more link
  --check                   headless self-test, prints one JSON line and exits
  --help                    show this text`,
};
