import { type JSX, useEffect } from 'react';
import { CLOSURE_REASONS, type RoadClosure } from '../../shared/domain/road-closure.ts';
import { formatClock, formatDistance, localText } from '../i18n/format.ts';
import {
  useActions,
  useConsole,
  useFeedNow,
  useIntent,
  useMirror,
  useTranslator,
} from '../store/console.tsx';
import { chosenClosure, closedRoads, ROAD_ID, type RoadIntent } from '../store/road.ts';
import { Button } from '../ui/button.tsx';
import { CommandNotes } from './command-notes.tsx';
import { DockFrame } from './dock-frame.tsx';
import table from './exits-panel.module.css';
import { KeyHints } from './key-hints.tsx';
import { Panel } from './panel.tsx';
import css from './road-dock.module.css';

const NOTES = [ROAD_ID];

/** Closing and reopening roads, over the foot of the map: a point or a street is picked, one key closes what the map shows. */
export function RoadDock(): JSX.Element | undefined {
  const t = useTranslator();
  const { intent } = useConsole();
  const road = useIntent((now) => now.road);
  // keys must not act on what nobody sees: the dock closes with its workspace
  useEffect(() => () => intent.setState({ road: undefined }), [intent]);
  if (road === undefined) return undefined;
  return (
    <DockFrame name="road">
      <Panel name="road" title={t.text('road.title')} aside={<KeyHints text={t.text('road.keys')} />}>
        <Draft road={road} />
        <ClosedList road={road} />
        <CommandNotes targetIds={NOTES} />
      </Panel>
    </DockFrame>
  );
}

/** What would be closed, and the choices about it; each choice shows its key. */
function Draft({ road }: { readonly road: RoadIntent }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const { forMin, reason, bothWays, lengthM } = road;
  return (
    <div className={css['draft']}>
      <p className={css['what']}>{useWhat(road)}</p>
      <div className={css['choices']}>
        {CLOSURE_REASONS.map((one, i) => (
          <Button key={one} onPress={() => actions.roads.because(one)} isOn={one === reason}>
            {`${i + 1} ${t.text(`closure.${one}`)}`}
          </Button>
        ))}
      </div>
      <div className={css['choices']}>
        <Button onPress={() => actions.roads.turn()}>
          {`D ${t.text(bothWays ? 'road.both-ways' : 'road.one-way')}`}
        </Button>
        <Button onPress={() => actions.roads.longer()}>
          {`L ${t.text('road.length', { length: formatDistance(lengthM) })}`}
        </Button>
        <Button onPress={() => actions.roads.later()}>
          {`T ${forMin === undefined ? t.text('road.until-opened') : t.text('road.for', { n: forMin })}`}
        </Button>
        <Button onPress={() => actions.roads.close()} isOn isDisabled={road.ways === undefined}>
          {t.text('road.close')}
        </Button>
      </div>
    </div>
  );
}

function useWhat({ pick, ways, isAsking }: RoadIntent): string {
  const t = useTranslator();
  if (pick === undefined) return t.text('road.pick');
  if (isAsking) return t.text('road.asking');
  if (ways === undefined) return t.text('road.none');
  return pick.name === undefined ? t.text('road.unnamed') : localText(pick.name, t.lang);
}

function ClosedList({ road }: { readonly road: RoadIntent }): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const state = useMirror((mirror) => mirror.state);
  const roads = closedRoads(state, nowMs);
  const chosen = chosenClosure(roads, road.chosenId);
  if (roads.length === 0) return <p className={css['none']}>{t.text('road.all-open')}</p>;
  return (
    <div className={table['scroll']}>
      <table className={table['table']}>
        <tbody>
          {roads.map((closure) => (
            <tr
              key={closure.closureId}
              className={`${table['row']} ${closure === chosen ? table['chosen'] : ''}`}
              data-closure={closure.closureId}
              aria-selected={closure === chosen}
              onClick={() => actions.roads.choose(closure.closureId)}
            >
              <td>
                <span className={table['name']}>
                  {closure.name === undefined ? t.text('road.unnamed') : localText(closure.name, t.lang)}
                </span>
              </td>
              <td>{t.text(`closure.${closure.reason}`)}</td>
              <td className={table['number']}>{times(closure, t)}</td>
              <td className={table['number']}>
                {closure === chosen && (
                  <Button onPress={() => actions.roads.reopen(closure.closureId)}>
                    {t.text('road.open')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function times({ closedAtMs, untilMs }: RoadClosure, t: ReturnType<typeof useTranslator>): string {
  const from = formatClock(closedAtMs);
  return untilMs === undefined
    ? t.text('road.since', { from })
    : t.text('road.span', { from, to: formatClock(untilMs) });
}
