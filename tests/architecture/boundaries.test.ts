/** The import rule is seen red once per rule, and is known to read the real tree. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoundaryReport, checkBoundaries } from '../../tools/boundaries.ts';
import { BOUNDARY_RULES } from '../../tools/boundary-rules.ts';

const repo = resolve(import.meta.dirname, '../..');

/** For every rule the file that breaks it and the line that does. */
const CANARIES: Readonly<Record<string, readonly [file: string, line: string]>> = {
  'shared-imports-nobody': ['shared/timeline/a.ts', `import 'node:fs';`],
  'shared-kit': ['shared/kit/a.ts', `import '../domain/ok.ts';`],
  'shared-domain': ['shared/domain/a.ts', `import '../contract/ok.ts';`],
  'shared-contract': ['shared/contract/a.ts', `import '../timeline/ok.ts';`],
  'shared-timeline': ['shared/timeline/b.ts', `import '../roads/ok.ts';`],
  'shared-geo': ['shared/geo/a.ts', `import '../roads/ok.ts';`],
  'shared-roads': ['shared/roads/a.ts', `import '../interception/ok.ts';`],
  'gateway-alone': ['gateway/a.ts', `import '../main/ok.ts';`],
  'main-alone': ['main/a.ts', `import '../gateway/ok.ts';`],
  'renderer-alone': ['renderer/a.ts', `import type { Ok } from '../gateway/ok.ts';\nexport type A = Ok;`],
  'regions-alone': ['regions/a.ts', `import '../gateway/ok.ts';`],
  'product-without-tests': ['gateway/b.ts', `import '../tests/ok.ts';`],
  'electron-values': ['main/data/a.ts', `import { app } from 'electron';\napp.quit();`],
  'maplibre-in-map': ['renderer/app/a.ts', `import 'maplibre-gl';`],
  'no-react-below': ['renderer/layers/a.tsx', `import { useState } from 'react';\nuseState();`],
  'panels-without-gpu': ['renderer/panels/a.tsx', `import '@deck.gl/layers';`],
  'renderer-without-node': ['renderer/app/b.ts', `import 'node:path';`],
  'renderer-without-network': ['renderer/app/c.ts', `import 'socket.io-client';`],
  'board-without-roads': ['renderer/panels/township-eta.ts', `import '../../shared/roads/ok.ts';`],
  'no-cycles': ['gateway/c.ts', `import './d.ts';`],
  resolvable: ['gateway/e.ts', `import './nowhere.ts';`],
};

const GOOD: Readonly<Record<string, string>> = {
  'gateway/d.ts': `import './c.ts';`,
  'main/host/electron.ts': `import { app } from 'electron';\napp.quit();`,
  'main/data/types.ts': `import type { App } from 'electron';\nexport type A = App;`,
  'renderer/map/map.ts': `import 'maplibre-gl';\nimport '@deck.gl/maplibre';`,
  'renderer/layers/ok.ts': `import '@deck.gl/layers';\nimport '../../shared/geo/ok.ts';`,
  'renderer/panels/ok.tsx': `import 'react';`,
  'shared/interception/fine.ts': `import '../roads/ok.ts';\nimport '../timeline/ok.ts';`,
  'gateway/f.ts': `import type { G } from './g.ts';\nexport type F = G;`,
  'gateway/g.ts': `import type { F } from './f.ts';\nexport type G = F;`,
  'main/globals.d.ts': `declare const VERSION: string;`,
  'shared/contract/fine.ts': `import 'zod';`,
};

let root = '';
let report: BoundaryReport;

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), `${text}\nexport {};\n`);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'rampart-boundaries-'));
  symlinkSync(join(repo, 'node_modules'), join(root, 'node_modules'), 'junction');
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const layers = ['kit', 'domain', 'contract', 'timeline', 'geo', 'roads', 'interception'].map(
    (x) => `shared/${x}`,
  );
  for (const folder of [...layers, 'gateway', 'main', 'tests']) put(`${folder}/ok.ts`, 'export type Ok = 1;');
  for (const [file, text] of Object.entries(GOOD)) put(file, text);
  for (const [file, text] of Object.values(CANARIES)) put(file, text);
  report = await checkBoundaries(root);
}, 30_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('import rules', () => {
  it('has a canary for every configured rule and none beside', () => {
    const rules = BOUNDARY_RULES.map((rule) => rule.name);
    expect(Object.keys(CANARIES).toSorted()).toEqual(rules.toSorted());
  });

  it.each(Object.entries(CANARIES))('%s turns red', (rule, [file]) => {
    expect(report.breaches.filter((breach) => breach.from === file).map((breach) => breach.rule)).toContain(
      rule,
    );
  });

  it('lets the allowed imports pass', () => {
    const bad = new Set([...Object.values(CANARIES).map(([file]) => file), 'gateway/d.ts']);
    expect(report.breaches.filter((breach) => !bad.has(breach.from))).toEqual([]);
  });

  it('reads the real tree', async () => {
    const real = await checkBoundaries(repo);
    expect(real.modulesRead).toBeGreaterThan(0);
    expect(real.breaches).toEqual([]);
  }, 60_000);
});
