import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { equirectM } from '../../shared/geo/distance.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { createSearchWorkspace } from '../../shared/roads/fastest.ts';
import { CAR } from '../../shared/roads/profiles.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { fastestRoute } from '../../shared/roads/route.ts';
import { type RoadClass, roadClassName } from '../../shared/roads/road-class.ts';
import { buildSnapIndex, pointOnEdge, snapNearest } from '../../shared/roads/snap.ts';
import { readJinan } from '../fixtures/jinan.ts';
import { type Bench, type BenchRow, median, quantile } from './bench.ts';
import type { Matrix } from './interception/against-valhalla.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PINNED = join(import.meta.dirname, 'valhalla');
const HOME = join(ROOT, '.cache', 'valhalla');
const EXTRACT = join(ROOT, 'regions', 'jinan', 'source', 'jinan.osm.pbf');
const PAIRS = 300;
const SEED = 20_261_122;
/** Nearer pairs say more about the first corner than about the roads. */
const LEAST_M = 1000;

/** The part of Valhalla's answer that is read. */
interface Answer {
  readonly trip: { readonly summary: { readonly time: number; readonly length: number } };
}
interface Actor extends Matrix {
  route(request: object): Promise<Answer>;
}

interface Compared {
  readonly oursS: number;
  readonly theirsS: number;
  readonly oursM: number;
  readonly theirsM: number;
}

/** Car times of 300 random pairs of Jinan against Valhalla's on the same extract. Linux, x64 or arm64; 280 MB on first use. */
export const valhallaBench: Bench = {
  name: 'valhalla',
  async run(say) {
    const actor = await openValhalla(say);
    say(`${PAIRS} pairs`);
    const compared = await comparePairs(actor);
    const speeds = await compareSpeeds(actor);
    const ratios = compared.map(({ oursS, theirsS }) => oursS / theirsS);
    const metres = compared.map(({ oursM, theirsM }) => oursM / theirsM);
    // the same metres on both sides: what differs is the speed model and what corners cost
    const alike = compared.filter(({ oursM, theirsM }) => Math.abs(oursM / theirsM - 1) < 0.01);
    const rest = compared.map(({ oursS, theirsS }) => oursS / theirsS / median(ratios));
    const row = (label: string, value: number, unit = 'x'): BenchRow => ({ label, value, unit });
    return {
      rows: [
        row('pairs both could drive', compared.length, ''),
        ...[0.05, 0.25, 0.5, 0.75, 0.95].map((share) =>
          row(`our time / theirs, p${Math.round(share * 100)}`, quantile(ratios, share)),
        ),
        row('our metres / theirs, p5', quantile(metres, 0.05)),
        row('our metres / theirs, p95', quantile(metres, 0.95)),
        row('pairs on the same road (metres within 1 %)', alike.length, ''),
        row('  our time / theirs there, median', median(alike.map(({ oursS, theirsS }) => oursS / theirsS))),
        row('time ratio without the systematic part, p5', quantile(rest, 0.05)),
        row('time ratio without the systematic part, p95', quantile(rest, 0.95)),
        row('pairs of pairs ordered otherwise', swaps(compared) * 100, '%'),
        ...speeds,
      ],
      notes: [
        'Valhalla 3.6.1, costing auto, on the extract of the pack; random junctions of the largest component, 1 km apart at least.',
        'The systematic part is the speed model: without tags Valhalla drives at its default speeds by class and adds seconds for turns and crossings; ours are typical town speeds that hold the waiting at junctions in them, so a turn costs nothing.',
      ],
    };
  },
};

/** Valhalla with tiles of Jinan, installed on first use. Throws where it has no binaries. */
export async function openValhalla(say: (line: string) => void): Promise<Actor> {
  if (process.platform !== 'linux')
    throw new Error(
      'the comparison with Valhalla runs on Linux: its npm package has no binaries for this system',
    );
  install(say);
  return openActor(say);
}

function install(say: (line: string) => void): void {
  mkdirSync(HOME, { recursive: true });
  const lock = 'package-lock.json';
  const isThere =
    existsSync(join(HOME, 'node_modules', '@valhallajs')) &&
    existsSync(join(HOME, lock)) &&
    readFileSync(join(HOME, lock), 'utf8') === readFileSync(join(PINNED, lock), 'utf8');
  if (isThere) return;
  say('installing Valhalla into .cache/valhalla, 280 MB, this time only');
  for (const name of ['package.json', lock]) copyFileSync(join(PINNED, name), join(HOME, name));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: HOME,
    stdio: ['ignore', 2, 2],
  });
}

async function openActor(say: (line: string) => void): Promise<Actor> {
  const tiles = join(HOME, 'tiles');
  const config = join(HOME, 'config.json');
  const cli = join(HOME, 'node_modules', '@valhallajs', 'valhallajs', 'bin', 'valhalla-cli.js');
  say('building its tiles of Jinan');
  rmSync(tiles, { recursive: true, force: true });
  const run = (...args: string[]): Buffer =>
    execFileSync(process.execPath, [cli, ...args], { cwd: HOME, stdio: ['ignore', 'pipe', 'ignore'] });
  // its log would stand among our results
  const text = run('build_config', '--mjolnir-tile-dir', tiles).toString();
  writeFileSync(config, text.replaceAll(/("logging": \{[^}]*"type": )"[^"]*"/gu, '$1""'));
  run('build_tiles', '-c', config, EXTRACT);
  const load = createRequire(join(HOME, 'package.json'));
  const library = load('@valhallajs/valhallajs') as {
    Actor: { fromConfigFile(path: string): Promise<Actor> };
  };
  return library.Actor.fromConfigFile(config);
}

async function comparePairs(actor: Actor): Promise<Compared[]> {
  const { graph } = readJinan().region;
  const net = prepareMainNet(graph, CAR);
  const index = buildSnapIndex(graph);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const rng = createRng(SEED);
  const anyNode = (): { lon: number; lat: number } => {
    for (;;) {
      const node = rng.int(graph.nodeCount);
      if (graph.nodeComponent[node] === 0)
        return { lon: graph.nodeLon[node] ?? 0, lat: graph.nodeLat[node] ?? 0 };
    }
  };
  const compared: Compared[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    let [a, b] = [anyNode(), anyNode()];
    while (equirectM(a.lon, a.lat, b.lon, b.lat) < LEAST_M) [a, b] = [anyNode(), anyNode()];
    const from = snapNearest(index, net, a.lon, a.lat, 100);
    const to = snapNearest(index, net, b.lon, b.lat, 100);
    const ours = from === undefined || to === undefined ? undefined : fastestRoute(net, workspace, from, to);
    const theirs = await drive(actor, a, b);
    if (ours === undefined || theirs === undefined) continue;
    const { time, length } = theirs;
    compared.push({ oursS: ours.seconds, theirsS: time, oursM: ours.lengthM, theirsM: length * 1000 });
  }
  return compared;
}

const CLASSES: readonly RoadClass[] = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'residential',
];
const STRETCHES = 40;

/** Kilometres an hour on a stretch between two junctions, no turn in between: the speed model of each side by class. */
async function compareSpeeds(actor: Actor): Promise<BenchRow[]> {
  const { graph } = readJinan().region;
  const { edgeSeconds } = prepareMainNet(graph, CAR);
  const rows: BenchRow[] = [];
  for (const name of CLASSES) {
    const edges = Array.from({ length: graph.edgeCount }, (_, edge) => edge)
      .filter(
        (edge) =>
          roadClassName(graph.edgeClass[edge] ?? 0) === name && (edgeSeconds[edge] ?? Infinity) < Infinity,
      )
      .toSorted((a, b) => (graph.edgeLengthM[b] ?? 0) - (graph.edgeLengthM[a] ?? 0))
      .slice(0, STRETCHES);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (const edge of edges) {
      const [a, b] = [pointOnEdge(graph, edge, 0.1), pointOnEdge(graph, edge, 0.9)];
      const metres = 0.8 * (graph.edgeLengthM[edge] ?? 0);
      const answer = await drive(actor, a, b);
      if (answer === undefined || Math.abs((answer.length * 1000) / metres - 1) > 0.03) continue;
      ours.push((metres / (0.8 * (edgeSeconds[edge] ?? Infinity))) * 3.6);
      theirs.push((metres / answer.time) * 3.6);
    }
    if (ours.length > 0)
      rows.push(
        { label: `${name}, ours (${ours.length} stretches)`, value: median(ours), unit: 'km/h' },
        { label: `${name}, theirs`, value: median(theirs), unit: 'km/h' },
      );
  }
  return rows;
}

interface Place {
  readonly lon: number;
  readonly lat: number;
}

async function drive(actor: Actor, a: Place, b: Place): Promise<Answer['trip']['summary'] | undefined> {
  const locations = [a, b].map(({ lon, lat }) => ({ lon, lat }));
  const request = { locations, costing: 'auto', units: 'kilometers', directions_type: 'none' };
  return actor.route(request).then(
    ({ trip }) => trip.summary,
    () => undefined,
  );
}

/** Share of all couples of pairs that the two sides put in another order of duration. */
function swaps(compared: readonly Compared[]): number {
  let [swapped, all] = [0, 0];
  for (const [i, a] of compared.entries()) {
    for (const b of compared.slice(i + 1)) {
      all++;
      if (Math.sign(a.oursS - b.oursS) !== Math.sign(a.theirsS - b.theirsS)) swapped++;
    }
  }
  return all === 0 ? Number.NaN : swapped / all;
}
