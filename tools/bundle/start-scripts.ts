/** The words of the folder: its start scripts and its first page. They use nothing but what the folder and the system's shell bring. */

/** `start.sh` and `rampart.sh`. No program of the system is needed, so an empty PATH does; a link to the script works where readlink is. */
export function posixScript(program: string, args: string): string {
  return `#!/bin/sh
self=$0
while [ -L "$self" ] && command -v readlink >/dev/null 2>&1; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=\${self%/*}/$link ;; esac
done
case $self in */*) here=\${self%/*} ;; *) here=. ;; esac
if ! "$here/runtime/node" --version >/dev/null 2>&1; then
  echo "rampart: 自带的运行时无法在本机启动，原因如下；需要 glibc 2.34 以上（Debian 12、Ubuntu 22.04、openEuler 22.03 或更新），且目录不得挂载为 noexec" >&2
  echo "rampart: the runtime that comes with it does not start here, for the reason below; glibc 2.34 or newer is needed (Debian 12, Ubuntu 22.04, openEuler 22.03 or newer) and the folder must not be mounted noexec" >&2
  "$here/runtime/node" --version >&2
  exit 1
fi
exec "$here/runtime/node" "$here/dist/main/${program}"${args === '' ? '' : ` ${args}`} "$@"
`;
}

/** `start.cmd` and `rampart.cmd`. */
export function windowsScript(program: string, args: string): string {
  const line = `@"%~dp0runtime\\node.exe" "%~dp0dist\\main\\${program}"${args === '' ? '' : ` ${args}`} %*`;
  return ['@chcp 65001 >nul', line, '@exit /b %errorlevel%', ''].join('\r\n');
}

/** The first page, for whoever carries the folder to a machine without a network. */
export function readMe(name: string, start: string, rampart: string): string {
  return `壁垒 Rampart: ${name}

启动：${start}   （打开浏览器窗口；没有浏览器时打印网址。加 --headless 只打印就绪行，--help 看全部参数）
自检：${start} --check   无界面跑一遍演练，打印一行 JSON
本机情况：${rampart} doctor      单独运行网关：${rampart} serve --help
不需要联网，不需要安装，不写本目录。数据放在用户目录（--data-dir 可改）。需要 Chromium 系浏览器显示界面。
MANIFEST.sha256 列出每个文件的校验值：sha256sum -c MANIFEST.sha256

Start: ${start}   (opens a browser window, prints the address where there is none; --headless only prints the ready line, --help shows every flag)
Self-test: ${start} --check   runs a drill without a screen and prints one JSON line
This machine: ${rampart} doctor      The gateway alone: ${rampart} serve --help
No network, no installation, and nothing is written in this folder. Data is kept in the user's own (--data-dir says where else). A browser of the
Chromium family shows the console. MANIFEST.sha256 lists every file's checksum: sha256sum -c MANIFEST.sha256

LICENSE, NOTICE, THIRD-PARTY-LICENSES.txt, runtime/LICENSE
`;
}
