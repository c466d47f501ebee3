import type { JSX } from 'react';
import type { JointProposal } from '../../shared/domain/desk-advice.ts';
import { DOT, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { callsignOf } from '../store/callsign.ts';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { isUncovered } from '../store/queue-view.ts';
import type { Target } from '../store/target.ts';
import { useQueueSections } from '../store/use-queue.ts';
import css from './desk-panels.module.css';

/** People reached in time, as many as anybody may claim to know. */
function people(n: number): string {
  return n.toFixed(1);
}

/** What to do and what it gains, in plain words. */
export function jointHeadline(
  { waiting, races, together, oneByOne }: JointProposal,
  t: Translator,
): { readonly what: string; readonly gain: string } {
  const figures = { together: people(together), single: people(oneByOne) };
  if (waiting < 2)
    return {
      what: t.text('joint.strip.swap'),
      gain: t.text('joint.strip.swap.gain', { ...figures, n: races }),
    };
  const what = t.text('joint.strip', { n: waiting });
  if (figures.together === figures.single) return { what, gain: t.text('joint.strip.same', figures) };
  // fewer, for somebody is kept for what weighs more: the figure alone would advertise a loss
  const isFewer = Number(figures.together) < Number(figures.single);
  return { what, gain: t.text(isFewer ? 'joint.strip.fewer' : 'joint.strip.gain', figures) };
}

/** The head of the queue, when everything that waits is better decided at once; nothing while one waits. */
export function JointStrip(): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const proposal = useMirror((mirror) => mirror.joint);
  const isOpen = useIntent((intent) => intent.dock === 'joint');
  if (proposal === undefined || isOpen) return undefined;
  const { what, gain } = jointHeadline(proposal, t);
  return (
    <button type="button" className={css['strip']} data-strip="joint" onClick={() => actions.joint.open()}>
      <span>
        {what}
        <small>{gain}</small>
      </span>
      <kbd>H</kbd>
    </button>
  );
}

/** The foot of the queue, in quiet moments: cars that would do more good elsewhere. */
export function StandbyStrip(): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const plan = useMirror((mirror) => mirror.standby);
  const sections = useQueueSections();
  const isOpen = useIntent((intent) => intent.dock === 'standby');
  const best = plan?.moves[0];
  const isQuiet = !sections.some(({ rows }) => rows.some(isUncovered));
  if (plan === undefined || best === undefined || isOpen || !isQuiet) return undefined;
  const figures = { n: plan.moves.length, before: percent(best.before), after: percent(best.after) };
  return (
    <button
      type="button"
      className={css['quiet']}
      data-strip="standby"
      onClick={() => actions.standby.open()}
    >
      <span>
        {best.area === undefined
          ? t.text('standby.strip.plain', figures)
          : t.text('standby.strip', { ...figures, area: localText(best.area, t.lang) })}
      </span>
      <kbd>I</kbd>
    </button>
  );
}

/** A share as a whole percentage; never 100, for nobody is that sure. */
export function percent(share: number): number {
  return Math.min(99, Math.round(100 * share));
}

/** Beside a row's own list: whom the joint proposal sends, when that is another. */
export function JointNote({ target }: { readonly target: Target }): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const line = useMirror(({ joint }) =>
    joint?.lines.find(
      ({ targetId }) => targetId === target.id || target.incident?.alertIds.includes(targetId) === true,
    ),
  );
  const state = useMirror((mirror) => mirror.state);
  if (line?.first === undefined || state === undefined) return undefined;
  const callsign = (unitId: string): string => callsignOf(state.units, unitId);
  const { unitId, keptFor } = line.first;
  // a first that cannot be told from whom the line sends is no other
  if (keptFor === undefined && line.equals.includes(unitId)) return undefined;
  const title =
    keptFor === undefined ? undefined : (state.incidents[keptFor] ?? state.alerts[keptFor])?.title;
  const why =
    title === undefined
      ? t.text('joint.cover', { unit: callsign(unitId) })
      : t.text('joint.kept', { unit: callsign(unitId), title: localText(title, t.lang) });
  return (
    <button type="button" className={css['note']} data-note="joint" onClick={() => actions.joint.open()}>
      <span>{`${t.text('joint.note', { unit: callsign(line.unitId) })}${DOT}${why}`}</span>
      <kbd>H</kbd>
    </button>
  );
}
