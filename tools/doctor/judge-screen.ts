/** What screen, sound and windows mean for the product. Pure. */
import type { Facts, Finding, Text } from './facts.ts';
import { finding, same, text } from './finding.ts';

/** Judges display, windows, graphics, fonts and sound. None of them keeps the gateway from running. */
export function judgeScreen(facts: Facts): Finding[] {
  return [
    judgeDisplay(facts),
    judgeBrowser(facts),
    judgeElectron(facts),
    judgeGraphics(facts),
    judgeFonts(facts),
    judgeSound(facts),
  ];
}

function judgeDisplay({ hasDisplay }: Facts): Finding {
  const name = text('显示环境', 'Display');
  if (hasDisplay) return finding('display', name, text('有', 'yes'));
  return finding(
    'display',
    name,
    text('DISPLAY 与 WAYLAND_DISPLAY 均未设置', 'neither DISPLAY nor WAYLAND_DISPLAY'),
    'warn',
    {
      effect: text('不会自动打开窗口', 'no window opens by itself'),
      advice: text(
        '在图形会话中启动，或自行打开打印出的链接',
        'start in a graphical session, or open the printed link',
      ),
    },
  );
}

function judgeBrowser({ browser, electron, isRoot }: Facts): Finding {
  const name = text('浏览器', 'Browser');
  if (browser !== undefined) return finding('browser', name, same(browser));
  const canElectron = electron.isPresent && !isRoot;
  return finding('browser', name, text('没有 Chromium 系浏览器', 'no Chromium-family browser'), 'warn', {
    effect: canElectron
      ? text('Electron 出故障时没有后备窗口', 'no second way to a window when Electron fails')
      : text(
          '本机没有任何窗口可以显示控制台，只有网关能用',
          'nothing here can show the console; only the gateway is of use',
        ),
    advice: text(
      '安装 Chromium、Chrome 或 Edge，或设置 CHROME_PATH',
      'install Chromium, Chrome or Edge, or set CHROME_PATH',
    ),
  });
}

function judgeElectron({ electron, isRoot, hasDisplay, isBundle }: Facts): Finding {
  const name = text('桌面窗口', 'Desktop window');
  const effect = text(
    '控制台在浏览器中打开；缓存只在内存中，不加密落盘',
    'the console opens in a browser; its cache stays in memory instead of encrypted on disk',
  );
  if (isBundle) {
    return finding(
      'electron',
      name,
      text('本目录用浏览器显示控制台', 'this folder shows the console in a browser'),
      'warn',
      {
        effect,
        advice: text(
          '需要加密缓存时改用安装包（npm run package）',
          'use the packaged application (npm run package) where the cache must be kept',
        ),
      },
    );
  }
  if (!electron.isPresent) {
    return finding('electron', name, text('没有 Electron 运行时', 'no Electron runtime'), 'warn', {
      effect,
      advice: text('运行 npm run electron 下载', 'npm run electron fetches it'),
    });
  }
  if (isRoot) {
    return finding(
      'electron',
      name,
      text('Electron 不以 root 运行', 'Electron does not run as root'),
      'warn',
      {
        effect,
        advice: text('用普通用户启动', 'start as an ordinary user'),
      },
    );
  }
  if (!hasDisplay) {
    return finding('electron', name, text('Electron 没有显示环境', 'Electron has no display'), 'warn', {
      effect,
      advice: text('在图形会话中启动', 'start in a graphical session'),
    });
  }
  return finding('electron', name, same(electron.path));
}

function judgeGraphics({ renderNodes, os, webgl }: Facts): Finding {
  const name = text('显卡与 WebGL', 'Graphics and WebGL');
  if (os.platform !== 'linux') return finding('gpu', name, text('由系统管理', 'managed by the system'));
  const effect = text(
    'WebGL 由处理器模拟：地图变慢；若浏览器关闭 WebGL，则没有地图，队列、竞速和派警照常',
    'WebGL is emulated by the processor: a slow map; where the browser turns WebGL off there is no map, while queue, races and orders work on',
  );
  const said =
    webgl === undefined
      ? text('未能询问浏览器', 'no browser could be asked')
      : webgl === 'none'
        ? text('浏览器没有 WebGL', 'the browser has no WebGL')
        : text(`浏览器（无窗口）：${webgl.renderer}`, `browser, without a window: ${webgl.renderer}`);
  const beside = (zh: string, en: string): Text => text(`${zh}；${said.zh}`, `${en}; ${said.en}`);
  if (webgl === 'none') {
    return finding('gpu', name, said, 'warn', {
      effect: text(
        '没有地图，队列、竞速和派警照常',
        'there is no map, while queue, races and orders work on',
      ),
      advice: text(
        '在浏览器设置中打开硬件加速，或安装显卡驱动',
        "turn on hardware acceleration in the browser's settings, or install the graphics driver",
      ),
    });
  }
  if (renderNodes === undefined || renderNodes.length === 0) {
    return finding('gpu', name, beside('没有 /dev/dri 渲染节点', 'no render node in /dev/dri'), 'warn', {
      effect,
      advice: text(
        '安装显卡驱动；虚拟机可开启 3D 加速',
        'install the graphics driver; in a virtual machine turn on 3D acceleration',
      ),
    });
  }
  const open = renderNodes.filter((node) => node.isOpen).map((node) => node.path);
  if (open.length > 0) return finding('gpu', name, beside(open.join(' '), open.join(' ')));
  const list = renderNodes.map((node) => node.path).join(' ');
  return finding('gpu', name, beside(`无权打开 ${list}`, `no right to open ${list}`), 'warn', {
    effect,
    advice: text('把该用户加入 render 组', 'put this user into the group render'),
  });
}

function judgeFonts({ fonts, os }: Facts): Finding {
  const name = text('字体', 'Fonts');
  if (os.platform !== 'linux') return finding('fonts', name, text('由系统管理', 'managed by the system'));
  const own = text('控制台自带中文字体', 'the console brings its own Chinese font');
  if (fonts === undefined) {
    return finding(
      'fonts',
      name,
      text(`没有 fc-list，无法统计；${own.zh}`, `no fc-list to count them; ${own.en}`),
    );
  }
  const found = text(
    `${fonts.all} 个，其中中文 ${fonts.chinese} 个；${own.zh}`,
    `${fonts.all}, ${fonts.chinese} with Chinese; ${own.en}`,
  );
  if (fonts.all > 0) return finding('fonts', name, found);
  return finding('fonts', name, found, 'warn', {
    effect: text('没有任何字体时 Chromium 会立即退出', 'a Chromium that finds no font at all ends at once'),
    advice: text('安装任意字体，例如 fonts-dejavu-core', 'install any font, such as fonts-dejavu-core'),
  });
}

function judgeSound({ soundCards, os }: Facts): Finding {
  const name = text('声音', 'Sound');
  if (os.platform !== 'linux') return finding('sound', name, text('由系统管理', 'managed by the system'));
  if (soundCards !== undefined && soundCards > 0)
    return finding('sound', name, text(`${soundCards} 个声卡`, `${soundCards} sound cards`));
  return finding('sound', name, text('没有声卡', 'no sound card'), 'warn', {
    effect: text('没有提示音；屏幕上的提示不变', 'no alert sounds; everything on screen stays'),
    advice: text('可选：接上音频设备', 'optional: attach an audio device'),
  });
}
