import { type JSX, useEffect } from 'react';
import { useActions, useConsole, useIntent, useTranslator } from '../store/console.tsx';
import { isCarrier } from '../store/dock.ts';
import { useTarget } from '../store/use-queue.ts';
import { Button } from '../ui/button.tsx';
import { DockFrame } from './dock-frame.tsx';
import { ExitsPanel } from './exits-panel.tsx';
import { FindPanel } from './find-panel.tsx';
import { JointPanel } from './joint-panel.tsx';
import { KeyHints } from './key-hints.tsx';
import { MeetingPanel } from './meeting-panel.tsx';
import { Panel } from './panel.tsx';
import { SealPanel } from './seal-panel.tsx';
import { StandbyPanel } from './standby-panel.tsx';

const TITLE = {
  exits: 'exits.title',
  meeting: 'meet.title',
  seal: 'seal.title',
  find: 'find.title',
  joint: 'joint.title',
  standby: 'standby.title',
} as const;
const KEYS = {
  exits: 'exits.keys',
  meeting: 'meet.keys',
  seal: 'seal.keys',
  find: 'find.keys',
  joint: 'joint.keys',
  standby: 'standby.keys',
} as const;
const BUTTON = {
  exits: 'exits.button',
  meeting: 'meet.button',
  seal: 'seal.button',
  find: 'find.button',
  joint: 'joint.button',
  standby: 'standby.button',
} as const;
const DOCKS = ['find', 'exits', 'meeting', 'seal'] as const;

/** What lies open over the foot of the map: the find board, the exits, the meetings or the sealing plan of the selected incident. */
export function MapDock(): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const { intent } = useConsole();
  const dock = useIntent((now) => now.dock);
  const target = useTarget(useIntent((now) => now.selectedId));
  // keys must not act on what nobody sees: the dock closes with its workspace
  useEffect(
    () => () => intent.setState({ dock: undefined, dockRowId: undefined, fallen: undefined }),
    [intent],
  );
  if (dock === 'joint' || dock === 'standby') return <DeskDock dock={dock} />;
  if (dock === undefined || target === undefined) return undefined;
  const title = dock === 'meeting' && isCarrier(target) ? 'meet.title.carrier' : TITLE[dock];
  return (
    <DockFrame name={dock}>
      <Panel
        name={dock}
        title={t.text(title)}
        aside={
          <>
            <KeyHints text={t.text(KEYS[dock])} />
            {DOCKS.filter((other) => other !== dock).map((other) => (
              <Button
                key={other}
                onPress={() => (other === 'seal' ? actions.seal.open() : actions.dock(other))}
              >
                {t.text(BUTTON[other])}
              </Button>
            ))}
          </>
        }
      >
        {dock === 'find' && <FindPanel target={target} />}
        {dock === 'exits' && <ExitsPanel target={target} />}
        {dock === 'meeting' && <MeetingPanel target={target} />}
        {dock === 'seal' && <SealPanel target={target} />}
      </Panel>
    </DockFrame>
  );
}

/** What is about everybody at once, whatever is selected. */
function DeskDock({ dock }: { readonly dock: 'joint' | 'standby' }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const other = dock === 'joint' ? 'standby' : 'joint';
  return (
    <DockFrame name={dock}>
      <Panel
        name={dock}
        title={t.text(TITLE[dock])}
        aside={
          <>
            <KeyHints text={t.text(KEYS[dock])} />
            <Button onPress={() => actions[other].open()}>{t.text(BUTTON[other])}</Button>
          </>
        }
      >
        {dock === 'joint' ? <JointPanel /> : <StandbyPanel />}
      </Panel>
    </DockFrame>
  );
}
