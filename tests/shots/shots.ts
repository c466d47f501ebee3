/**
 * `npm run shots [-- --only NAME] [--lang zh-CN|en] [--out DIR]`: seeded pictures of every workspace and state, in both languages and all
 * supported sizes, from the real program in real Chromium, and a 40-second recording of the race. `--only readme [--picture NAME]`
 * takes the pictures of the README.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordRace } from './record-race.ts';
import { shootReadme } from './readme-pictures.ts';
import { SCENES } from './scenes.ts';
import { shootScene } from './shoot-scene.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    lang: { type: 'string' },
    picture: { type: 'string' },
    out: { type: 'string', default: join(root, 'test-results', 'shots') },
  },
});

mkdirSync(values.out, { recursive: true });
const names = [...SCENES.map((scene) => scene.name), 'recording', 'readme'];
if (values.only !== undefined && !names.includes(values.only)) {
  process.stderr.write(`shots: unknown scene "${values.only}"; known: ${names.join(' ')}\n`);
  process.exit(2);
}
const isWanted = (name: string): boolean => values.only === undefined || values.only === name;
let failures = 0;
for (const scene of SCENES.filter(({ name }) => isWanted(name))) {
  const startedMs = performance.now();
  try {
    const files = await shootScene(scene, values.out, values.lang);
    process.stderr.write(
      `shots: ${scene.name}: ${files.length} pictures in ${Math.round((performance.now() - startedMs) / 1000)} s\n`,
    );
  } catch (error) {
    failures++;
    process.stderr.write(
      `shots: ${scene.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}
if (isWanted('recording')) {
  try {
    process.stderr.write(`shots: recording: ${await recordRace(values.out)}\n`);
  } catch (error) {
    failures++;
    process.stderr.write(
      `shots: recording failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}
if (values.only === 'readme') {
  const files = await shootReadme(values.out, values.picture);
  process.stderr.write(`shots: readme: ${files.join(' ')}\n`);
}
process.stdout.write(`${values.out}\n`);
process.exitCode = failures === 0 ? 0 : 1;
