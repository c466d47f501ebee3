import { type JSX, useEffect, useMemo, useState } from 'react';
import { ALERT_LEVELS } from '../../shared/domain/vocabulary.ts';
import type { Board, BoardManifest } from '../../shared/roads/board.ts';
import { TownshipDetail } from '../panels/township-detail.tsx';
import { TownshipList } from '../panels/township-list.tsx';
import { TownshipMap } from '../panels/township-map.tsx';
import css from '../panels/township.module.css';
import { useConsole, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { BOARD_MEASURES, type BoardMeasure, boardFacts, measureOf } from '../store/township-facts.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Area } from './frame.tsx';
import { type BoardReading, readBoard } from './read-board.ts';
import grid from './workspace.module.css';

const WINDOWS_H = [1, 8, 24] as const;
type WindowH = (typeof WINDOWS_H)[number];

/** The district by township, for push-down, prevention and figures: a board without roads, so without any arrival time. */
export function TownshipsWorkspace(): JSX.Element {
  const t = useTranslator();
  const [reading, setReading] = useState<BoardReading>();
  useEffect(() => {
    let isCurrent = true;
    void readBoard().then((result) => {
      if (isCurrent) setReading(result);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  switch (reading?.state) {
    case undefined:
      return <Alone title={t.text('board.loading')} />;
    case 'none':
      return <Alone title={t.text('board.none')} hint={t.text('board.none.hint')} />;
    case 'damaged':
      return <Alone title={t.text('board.damaged')} hint={reading.reason} />;
    case 'read':
      return <Townships board={reading.board} manifest={reading.manifest} />;
  }
}

/** No rows, but a board all the same: keys that act on a selection stay off. */
const NO_ROWS: readonly string[] = [];

function Alone({ title, hint }: { readonly title: string; readonly hint?: string }): JSX.Element {
  useBoardRows(NO_ROWS);
  return (
    <main className={grid['wallOne']}>
      <Notice title={title} hint={hint} />
    </main>
  );
}

function Townships({
  board,
  manifest,
}: {
  readonly board: Board;
  readonly manifest: BoardManifest;
}): JSX.Element {
  const t = useTranslator();
  const { intent } = useConsole();
  const [measure, setMeasure] = useState<BoardMeasure>('open');
  const [hours, setHours] = useState<WindowH>(8);
  const state = useMirror((mirror) => mirror.state);
  const minuteMs = useFeedNow(60_000);
  const chosen = useIntent(({ boardRowId }) => boardRowId);
  const facts = useMemo(
    () => (state === undefined ? undefined : boardFacts(board, state, minuteMs - hours * 3_600_000)),
    [board, state, minuteMs, hours],
  );
  const rows = useMemo(() => {
    const value = (code: string): number => {
      const own = facts?.byCode.get(code);
      return own === undefined ? 0 : measureOf(own, measure);
    };
    const gravity = (code: string): number => {
      const level = measure === 'open' ? facts?.byCode.get(code)?.level : undefined;
      return level === undefined ? ALERT_LEVELS.length : ALERT_LEVELS.indexOf(level);
    };
    return board.townships.toSorted(
      (a, b) =>
        gravity(a.code) - gravity(b.code) || value(b.code) - value(a.code) || a.code.localeCompare(b.code),
    );
  }, [board, facts, measure]);
  useBoardRows(useMemo(() => rows.map(({ code }) => code), [rows]));
  if (facts === undefined) return <Alone title={t.text('board.loading')} />;
  const choose = (code: string): void => intent.setState({ boardRowId: code });
  const township = board.townships.find(({ code }) => code === chosen);
  const shared = { facts, measure, chosen, onChoose: choose };
  return (
    <main className={grid['dispatch']} data-board={manifest.name}>
      <Area className={grid['queue']}>
        <TownshipList rows={rows} {...shared} />
      </Area>
      <Area className={grid['whole']}>
        <section className={css['board']} aria-label={t.text('nav.townships')}>
          <div className={css['bar']}>
            <span>{t.text('board.schematic')}</span>
            {BOARD_MEASURES.map((one) => (
              <Button key={one} isOn={one === measure} onPress={() => setMeasure(one)}>
                {t.text(`board.measure.${one}`)}
              </Button>
            ))}
            {WINDOWS_H.map((one) => (
              <Button
                key={one}
                isOn={one === hours}
                isDisabled={measure === 'open'}
                onPress={() => setHours(one)}
              >
                {t.text(`board.window.${one}`)}
              </Button>
            ))}
          </div>
          <TownshipMap board={board} manifest={manifest} {...shared} />
          <p className={css['says']} role="status">
            {facts.here === 0 ? t.text('board.empty') : t.text('board.here', { n: facts.here })}
            {facts.elsewhere === 0 ? '' : ` · ${t.text('board.elsewhere', { n: facts.elsewhere })}`}
          </p>
        </section>
      </Area>
      <Area className={grid['incident']}>
        <TownshipDetail
          township={township}
          facts={township === undefined ? undefined : facts.byCode.get(township.code)}
          manifest={manifest}
          window={t.text(`board.window.${hours}`)}
        />
      </Area>
    </main>
  );
}

/** While the board is shown, J and K walk its rows. */
function useBoardRows(rows: readonly string[]): void {
  const { intent } = useConsole();
  useEffect(() => {
    intent.setState({ boardRows: rows });
    return () => intent.setState({ boardRows: undefined });
  }, [intent, rows]);
}
