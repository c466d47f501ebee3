import type { JSX } from 'react';
import { useActions, useIntent, useTranslator } from '../store/console.tsx';
import { isCarrier } from '../store/dock.ts';
import { useTarget } from '../store/use-queue.ts';
import { Button } from '../ui/button.tsx';
import { ExitsPanel } from './exits-panel.tsx';
import css from './map-dock.module.css';
import { MeetingPanel } from './meeting-panel.tsx';
import { Panel } from './panel.tsx';

/** What lies open over the foot of the map: the exits or the meetings of the selected incident. */
export function MapDock(): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const dock = useIntent((intent) => intent.dock);
  const target = useTarget(useIntent((intent) => intent.selectedId));
  if (dock === undefined || target === undefined) return undefined;
  const title = dock === 'exits' ? 'exits.title' : isCarrier(target) ? 'meet.title.carrier' : 'meet.title';
  const other = dock === 'exits' ? 'meeting' : 'exits';
  return (
    <div className={css['dock']} data-dock={dock}>
      <Panel
        name={dock}
        title={t.text(title)}
        aside={
          <>
            <span className={css['keys']}>{t.text(dock === 'exits' ? 'exits.keys' : 'meet.keys')}</span>
            <Button onPress={() => actions.dock(other)}>
              {t.text(other === 'exits' ? 'exits.button' : 'meet.button')}
            </Button>
          </>
        }
      >
        {dock === 'exits' ? <ExitsPanel target={target} /> : <MeetingPanel target={target} />}
      </Panel>
    </div>
  );
}
