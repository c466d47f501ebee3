/**
 * The import rule of the architecture, one rule per sentence. tests/architecture/boundaries.test.ts holds a bad
 * import for every rule here and fails when a rule has none.
 */
import type { ICruiseOptions, IRegularForbiddenRuleType, IResolveOptions } from 'dependency-cruiser';

export interface BoundaryRule extends IRegularForbiddenRuleType {
  readonly name: string;
  readonly comment: string;
}

/** What is not the product: tests, benches, build configurations. */
const TEST = '([.](test|bench)[.]tsx?|[.]config[.]ts)$';
const npm = (names: string): string => `(^|node_modules/)(${names})(/|$)`;
const REACT = npm('react|react-dom|@mantine/[^/]+|react-i18next|recharts');
const MAPLIBRE = npm('maplibre-gl|@deck[.]gl/maplibre');
const DECK = npm('@deck[.]gl/[^/]+|@luma[.]gl/[^/]+|@math[.]gl/[^/]+');
/** Pure packages that shared may use: schemas, hashes, datum conversion, calendar. */
const PURE = npm('zod|@noble/hashes|gcoord|temporal-polyfill|temporal-spec|temporal-utils');

const forbid = (
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): BoundaryRule => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
});

/** A folder of shared may import itself and the folders below it. */
const layer = (folder: string, below: readonly string[]): BoundaryRule =>
  forbid(
    `shared-${folder}`,
    `shared/${folder} imports only ${[...below, folder].join(', ')} inside shared`,
    { path: `^shared/${folder}/`, pathNot: TEST },
    { path: '^shared/', pathNot: `^shared/(${[...below, folder].join('|')})/` },
  );
/** A program never imports another one; it may start it by path. */
const program = (name: string, others: string): BoundaryRule =>
  forbid(
    `${name}-alone`,
    `${name} never imports ${others}`,
    { path: `^${name}/` },
    { path: `^(${others})/` },
  );

/** Every rule; each is an error. */
export const BOUNDARY_RULES: readonly BoundaryRule[] = [
  forbid(
    'shared-imports-nobody',
    'shared imports nothing outside shared but the few pure packages',
    { path: '^shared/', pathNot: TEST },
    { pathNot: ['^shared/', PURE] },
  ),
  layer('kit', []),
  layer('domain', ['kit']),
  layer('contract', ['kit', 'domain']),
  layer('timeline', ['kit', 'domain', 'contract']),
  layer('geo', ['kit', 'domain', 'contract']),
  layer('roads', ['kit', 'domain', 'contract', 'geo']),
  program('gateway', 'main|renderer'),
  program('main', 'gateway|renderer'),
  program('renderer', 'gateway|main'),
  program('regions', 'gateway|main|renderer'),
  forbid(
    'product-without-tests',
    'the product imports neither tests nor tools',
    { path: '^(shared|gateway|main|renderer|regions)/', pathNot: TEST },
    { path: ['^(tests|tools)/', TEST] },
  ),
  forbid(
    'electron-values',
    'only main/host/electron* and main/preload import values from electron',
    { pathNot: '^main/(host/electron|preload/)' },
    { path: npm('electron'), dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'maplibre-in-map',
    'only renderer/map imports maplibre',
    { pathNot: '^renderer/map/' },
    { path: MAPLIBRE },
  ),
  forbid(
    'no-react-below',
    'renderer/layers and renderer/engine never import React',
    { path: '^renderer/(layers|engine)/' },
    { path: REACT },
  ),
  forbid(
    'panels-without-gpu',
    'renderer/panels never import deck.gl or maplibre',
    { path: '^renderer/panels/' },
    { path: [DECK, MAPLIBRE] },
  ),
  forbid(
    'renderer-without-node',
    'the renderer has no Node: it draws and takes input',
    { path: '^renderer/', pathNot: TEST },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'renderer-without-network',
    'network, database and credentials belong to main and gateway',
    { path: '^renderer/', pathNot: TEST },
    { path: npm('socket[.]io(-client)?|ws|better-sqlite3-multiple-ciphers|pino') },
  ),
  forbid(
    'board-without-roads',
    'a board of townships imports neither roads nor interception: no arrival time is ever computed on it',
    {
      path: '^(renderer/(app|panels|store)/(township|read-board|schematic)|shared/roads/board[.]ts|regions/builder/build-board)',
      pathNot: TEST,
    },
    { path: '^shared/(interception/|roads/)', pathNot: '^shared/roads/(board|pack|shape-check|utf8)[.]ts$' },
  ),
  forbid(
    'no-cycles',
    'no import cycles; one that exists only in types is gone when the code runs',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  forbid('resolvable', 'every import resolves', {}, { couldNotResolve: true }),
];

/** How imports are read: swc, because TypeScript 7 has no classic API. `import type` is told from a value import. */
export const CRUISE_OPTIONS: ICruiseOptions = {
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  // Declaration files import nothing that runs, and swc reads them as programs.
  exclude: { path: ['^(dist|[.]cache|tests/fixtures)/', '^(?!.*node_modules).*[.]d[.][cm]?ts$'] },
  tsPreCompilationDeps: 'specify',
};

export const RESOLVE_OPTIONS: Partial<IResolveOptions> = {
  extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
  exportsFields: ['exports'],
  conditionNames: ['import', 'module', 'browser', 'node', 'default', 'types'],
};
