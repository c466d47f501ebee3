process.stdout.write(
  JSON.stringify({ argv: process.argv.slice(2), cwd: process.env['INIT_CWD'], v: process.version }) + '\n',
);
if (process.argv[3] === 'sleep') setTimeout(() => undefined, 20000);
else process.exitCode = 7;
