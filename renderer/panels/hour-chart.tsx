import type { JSX } from 'react';
import { Bar, BarChart, LabelList, ReferenceArea, ResponsiveContainer, XAxis } from 'recharts';
import { formatMinute } from '../i18n/format.ts';
import type { HourBar } from './hour-bars.ts';

const QUARTER_MS = 15 * 60_000;
const FONT_PX = 12;
/** One digit of the peak's label and the gap below it. */
const LABEL_ROOM_PX = 18;
/** Half the width of a time under the last tick. */
const TICK_HALF_PX = 18;

/**
 * Alerts a minute over the last hour: the peak and the quarters of an hour are labelled, nothing else; what lies before the
 * record is greyed and says so. `scale` is the wall's type factor.
 */
export function HourChart({
  bars,
  before,
  scale,
}: {
  readonly bars: readonly HourBar[];
  /** Words over the minutes without a record. */
  readonly before: string;
  readonly scale: number;
}): JSX.Element {
  const peak = bars.reduce((most, bar) => Math.max(most, bar.count ?? 0), 0);
  const peakAtMs = peak === 0 ? undefined : bars.findLast((bar) => bar.count === peak)?.atMs;
  const data = bars.map((bar) => ({
    at: bar.atMs,
    calm: bar.isBurst ? 0 : (bar.count ?? 0),
    burst: bar.isBurst ? (bar.count ?? 0) : 0,
    calmPeak: bar.atMs === peakAtMs && !bar.isBurst ? String(peak) : '',
    burstPeak: bar.atMs === peakAtMs && bar.isBurst ? String(peak) : '',
  }));
  const first = bars[0]?.atMs ?? 0;
  const lastUnknown = bars.findLast((bar) => bar.count === undefined)?.atMs;
  const ticks = bars.map((bar) => bar.atMs).filter((atMs) => atMs % QUARTER_MS === 0);
  const fontSize = FONT_PX * scale;
  const label = {
    position: 'top' as const,
    fill: 'var(--text)',
    fontSize,
    fontWeight: 700,
  };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={data}
        accessibilityLayer={false}
        barCategoryGap="22%"
        margin={{ top: LABEL_ROOM_PX * scale, right: TICK_HALF_PX * scale, bottom: 0, left: 0 }}
      >
        {lastUnknown !== undefined && lastUnknown > first && (
          <ReferenceArea
            x1={first}
            x2={lastUnknown}
            fill="var(--ground)"
            fillOpacity={1}
            label={{ value: before, position: 'insideLeft', fill: 'var(--muted)', fontSize }}
          />
        )}
        <XAxis
          dataKey="at"
          ticks={ticks}
          tickFormatter={(value: number) => formatMinute(value)}
          tick={{ fill: 'var(--muted)', fontSize }}
          tickLine={false}
          axisLine={{ stroke: 'var(--hairline)' }}
          height={FONT_PX * 1.7 * scale}
          interval="preserveStartEnd"
        />
        <Bar dataKey="calm" stackId="minute" fill="var(--l3)" isAnimationActive={false}>
          <LabelList dataKey="calmPeak" {...label} />
        </Bar>
        <Bar dataKey="burst" stackId="minute" fill="var(--l1)" isAnimationActive={false}>
          <LabelList dataKey="burstPeak" {...label} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
