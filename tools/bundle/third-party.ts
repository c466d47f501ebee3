/** The licence texts of the libraries whose code is in the bundled programs and the page. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLockfile } from '../complete-lockfile.ts';
import { statedLicence } from '../licences.ts';

const TEXT = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** One text: every package that may ship, by name, with its licence and what its authors want said. */
export function thirdPartyTexts(root: string): string {
  const shipped = Object.entries(readLockfile(root).packages).filter(
    ([path, { dev, devOptional, optional }]) =>
      path !== '' &&
      dev !== true &&
      devOptional !== true &&
      optional !== true &&
      existsSync(join(root, path)),
  );
  const parts = shipped.map(([path, { version }]) => {
    const folder = join(root, path);
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = statedLicence(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const texts = readdirSync(folder)
      .filter((file) => TEXT.test(file))
      .toSorted()
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`${name} ${version ?? ''} (${licence ?? 'no licence stated'})`, ...texts].join('\n\n');
  });
  return `${parts.toSorted().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
