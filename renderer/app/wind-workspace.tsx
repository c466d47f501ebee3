import { type JSX, useCallback, useEffect, useState } from 'react';
import type { WindTown } from '../../shared/domain/wind-tunnel.ts';
import { WindLimitsPanel } from '../panels/wind-limits.tsx';
import { WindChartPanel, WindResultsPanel } from '../panels/wind-results.tsx';
import { WindRulePanel } from '../panels/wind-rule.tsx';
import { useActions, useConsole, useIntent, useLine, useMirror, useTranslator } from '../store/console.tsx';
import { firstDraft, queryOf, WIND_RULES, type WindDraft } from '../store/wind-draft.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Area } from './frame.tsx';
import css from './workspace.module.css';

type Opening =
  | { readonly state: 'opening' }
  | { readonly state: 'failed' }
  | { readonly state: 'open'; readonly town: WindTown };

/** One rule changed against the desk as it is today, on nights that are made up: for leaders, away from live work. */
export function WindWorkspace(): JSX.Element {
  const [attempt, setAttempt] = useState(0);
  return <Opened key={attempt} onRetry={() => setAttempt(attempt + 1)} />;
}

function Opened({ onRetry }: { readonly onRetry: () => void }): JSX.Element {
  const t = useTranslator();
  const opening = useTown();
  useNoRows();
  if (opening.state === 'opening')
    return <Alone title={t.text('wind.loading')} hint={t.text('wind.loading.hint')} />;
  if (opening.state === 'failed')
    return (
      <Alone title={t.text('wind.failed')} hint={t.text('wind.failed.hint')}>
        <Button onPress={onRetry}>{t.text('app.retry')}</Button>
      </Alone>
    );
  const { town } = opening;
  if (town.kind === 'missing')
    return (
      <Alone title={t.text(`wind.missing.${town.what}`)} hint={t.text(`wind.missing.${town.what}.hint`)} />
    );
  return <Tunnel town={town} />;
}

function Alone({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children?: JSX.Element;
}): JSX.Element {
  return (
    <main className={css['wallOne']}>
      <Notice title={title} hint={hint}>
        {children}
      </Notice>
    </main>
  );
}

function Tunnel({ town }: { readonly town: Extract<WindTown, { kind: 'town' }> }): JSX.Element {
  const t = useTranslator();
  const { wind } = useActions();
  const { posts } = town;
  const kept = useIntent(({ windDraft }) => windDraft);
  const asked = useIntent(({ windAsked }) => windAsked);
  const told = useMirror((mirror) => mirror.wind);
  const [isRefused, setIsRefused] = useState<'failed'>();
  const draft = kept ?? firstDraft(posts.filter(({ name }) => name !== undefined));
  const progress = told?.runId === asked?.runId ? told : undefined;
  const isRunning = progress?.report.state === 'running' || progress?.report.state === 'waiting';
  const query = queryOf(draft);
  const run = useCallback((): void => {
    if (query === undefined) return;
    void wind.run(query).then((answer) => setIsRefused(answer === 'running' ? undefined : answer));
  }, [wind, query]);
  useWindKeys(draft, run);
  const isEdited = asked !== undefined && JSON.stringify(query) !== JSON.stringify(asked.query);
  return (
    <main className={css['wind']}>
      <Area className={css['rule']}>
        <WindRulePanel
          draft={draft}
          posts={posts}
          isRunning={isRunning}
          note={isRefused === undefined ? undefined : t.text('wind.failed')}
          onRun={run}
        />
      </Area>
      <Area className={css['results']}>
        <WindResultsPanel progress={progress} query={asked?.query} posts={posts} isEdited={isEdited} />
      </Area>
      <Area className={css['settling']}>
        <WindChartPanel progress={progress} />
      </Area>
      <Area className={css['limits']}>
        <WindLimitsPanel />
      </Area>
    </main>
  );
}

/** Opens the wind tunnel for as long as it is looked at, and again when the line was made anew. */
function useTown(): Opening {
  const { wind } = useActions();
  const isLine = useLine().state === 'open';
  const [opening, setOpening] = useState<Opening>({ state: 'opening' });
  useEffect(() => {
    if (!isLine) return undefined;
    let isCurrent = true;
    void wind.open().then((town) => {
      if (isCurrent) setOpening(town === undefined ? { state: 'failed' } : { state: 'open', town });
    });
    return () => {
      isCurrent = false;
      wind.close();
    };
  }, [wind, isLine]);
  return opening;
}

const NO_ROWS: readonly string[] = [];

/** No incident is selected here: keys that act on one stay off. */
function useNoRows(): void {
  const { intent } = useConsole();
  useEffect(() => {
    intent.setState({ boardRows: NO_ROWS });
    return () => intent.setState({ boardRows: undefined });
  }, [intent]);
}

/** Digits choose the rule, Enter runs; not while something is typed or lies above. */
function useWindKeys(draft: WindDraft, run: () => void): void {
  const { intent, actions } = useConsole();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat;
      const { target } = event;
      const isTyped = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
      const isPressed = isTyped || target instanceof HTMLButtonElement;
      if (isHeld || intent.getState().overlay !== undefined || event.defaultPrevented) return;
      const digit = Number(/^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1] ?? 0);
      const rule = WIND_RULES[digit - 1];
      if (rule !== undefined && !isTyped) actions.wind.draft({ ...draft, rule });
      else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && !isPressed) run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [intent, actions, draft, run]);
}
