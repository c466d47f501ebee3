import type { JSX } from 'react';
import { Area, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { WindStep } from '../store/wind-progress.ts';

const FONT_PX = 12;

/** How the difference in the late share settled, percentage points by nights played; the shade is its 95 % interval. */
export function WindChart({
  steps,
  planned,
}: {
  readonly steps: readonly WindStep[];
  readonly planned: number;
}): JSX.Element {
  const data = steps.map(({ played, difference, interval }) => ({
    played,
    difference,
    ...(interval === undefined ? {} : { interval: [...interval] }),
  }));
  const most = reachOf(steps);
  const tick = { fill: 'var(--muted)', fontSize: FONT_PX };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
      >
        <XAxis
          dataKey="played"
          type="number"
          domain={[0, planned]}
          ticks={[0, planned / 2, planned]}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--hairline)' }}
          height={FONT_PX * 1.7}
        />
        <YAxis
          type="number"
          domain={[-most, most]}
          ticks={[-most, 0, most]}
          allowDataOverflow
          tick={tick}
          tickLine={false}
          axisLine={false}
          width={32}
          tickFormatter={(value: number) => (value > 0 ? `+${value}` : String(value).replace('-', '−'))}
        />
        <Area
          dataKey="interval"
          stroke="none"
          fill="var(--replay-accent)"
          fillOpacity={0.28}
          isAnimationActive={false}
        />
        <Line
          dataKey="difference"
          stroke="var(--text)"
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
        />
        <ReferenceLine y={0} stroke="var(--secondary)" strokeDasharray="4 3" />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** Points either side of nothing such that the last interval is well in sight, whatever the first nights said. */
function reachOf(steps: readonly WindStep[]): number {
  const last = steps.at(-1);
  const ends = [last?.difference ?? 0, ...(last?.interval ?? [])].map(Math.abs);
  const need = 2 * Math.max(0.5, ...ends);
  return [1, 2, 5, 10, 20, 50, 100].find((one) => one >= need) ?? 100;
}
