import { SECURITY_HEADERS } from '../handle-app-request.ts';

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>Rampart 壁垒</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>链接已失效</h1>
<p>这个链接已经用过、已过期，或来自上一次启动。请在控制台程序所在目录运行下面的命令，获取新的链接：</p>
<pre>npm start -- --print-url</pre>
<h1 lang="en">This link is no longer valid</h1>
<p lang="en">It was used already, has expired, or belongs to an earlier start. Run this in the folder of the console for a new one:</p>
<pre>npm start -- --print-url</pre>
</body>
</html>
`;

/** What a browser without a session sees: how to get a new link, in both languages. */
export function stalePage(): Response {
  const headers = {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  };
  return new Response(PAGE, { status: 401, headers });
}
