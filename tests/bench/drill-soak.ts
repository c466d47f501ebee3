import { DEFAULT_DRILL_SEED, isDrillName } from '../../shared/domain/drill-names.ts';
import { playDrill } from '../drill/full-stack.ts';

/**
 * A long drill through the whole gateway, by hand: `node tests/bench/drill-soak.ts [name] [rate] [minutes] [speed]`.
 * Default: ten minutes of `race-auto` at 20 times the ambient rate, as fast as acknowledged. Prints one JSON line;
 * exit 1 when any log held a warning or an error (slowness apart).
 */
const [name = 'race-auto', rate = '20', minutes = '10', speed = 'max'] = process.argv.slice(2);
if (!isDrillName(name)) throw new RangeError(`there is no drill ${name}`);
const run = await playDrill({
  name,
  seed: DEFAULT_DRILL_SEED,
  rate: Number(rate),
  seconds: Number(minutes) * 60,
  speed: speed === 'max' ? 'max' : Number(speed),
});
const bad = run.complaints.filter((line) => !line.startsWith('drill runs slower than asked'));
const { tally, seq } = run.state;
const result = {
  ok: bad.length === 0,
  virtualS: Number(minutes) * 60,
  realS: Number((run.realMs / 1000).toFixed(1)),
  cpuShare: Number((run.cpuMs / run.realMs).toFixed(3)),
  cpuMsPerVirtualS: Number((run.cpuMs / (Number(minutes) * 60)).toFixed(2)),
  events: seq,
  units: run.fixes,
  tally,
  hash: run.hash,
  complaints: bad.slice(0, 10),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.ok ? 0 : 1;
