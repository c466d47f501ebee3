import type { JSX } from 'react';
import { DISPOSITIONS, SEATS } from '../../shared/domain/vocabulary.ts';
import type { TextKey } from '../i18n/texts-zh.ts';
import { OVERRIDE_KEYS } from '../store/override.ts';
import { useActions, useMirror, useTranslator } from '../store/console.tsx';
import { Button } from '../ui/button.tsx';
import { KeyCap } from '../ui/key-cap.tsx';
import { Overlay } from './overlay.tsx';
import css from './overlay.module.css';

/** One screen on the first start; never again unless asked for. */
export function Tour(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const isDrill = useMirror((mirror) => mirror.state?.mode === 'drill');
  return (
    <Overlay title={t.text('tour.title')} isWide>
      <p className={css['lead']}>{t.text('tour.lead')}</p>
      <div className={css['three']}>
        {(['1', '2', '3'] as const).map((part) => (
          <section key={part}>
            <h3>{t.text(`tour.${part}.title`)}</h3>
            <p>{t.text(`tour.${part}.text`)}</p>
          </section>
        ))}
      </div>
      <p className={css['keysline']}>{t.text('tour.keys')}</p>
      <p className={css['foot']}>
        <span className={css['drill']}>{isDrill ? t.text('tour.drill') : ''}</span>
        <Button onPress={() => actions.cancel()} isOn>
          {t.text('tour.start')}
        </Button>
      </p>
    </Overlay>
  );
}

type Line = readonly [keys: readonly string[], text: TextKey];
const GROUPS: readonly (readonly [TextKey, readonly Line[]])[] = [
  [
    'keys.queue',
    [
      [['J', 'K'], 'keys.j-k'],
      [['A'], 'keys.a'],
      [['F'], 'keys.f'],
      [['T'], 'keys.t'],
    ],
  ],
  [
    'keys.orders',
    [
      [['Enter'], 'keys.enter'],
      [['1', '…', '9'], 'keys.digits'],
      [OVERRIDE_KEYS, 'keys.override'],
      [['P'], 'keys.p'],
      [['R', 'R'], 'keys.r'],
      [['U', 'U'], 'keys.u'],
      [['N'], 'keys.n'],
      [['D'], 'keys.d'],
      [['L'], 'keys.l'],
    ],
  ],
  [
    'keys.docks',
    [
      [['E'], 'keys.e'],
      [['S'], 'keys.s'],
      [['B'], 'keys.b'],
      [['Q'], 'keys.q'],
      [['Z', 'X', 'C'], 'keys.zxc-look'],
      [['Y'], 'keys.y'],
      [['H'], 'keys.h'],
      [['I'], 'keys.i'],
      [['O'], 'keys.o'],
    ],
  ],
  [
    'keys.time',
    [
      [['Space'], 'keys.space'],
      [[',', '.'], 'keys.comma'],
      [['[', ']'], 'keys.brackets'],
      [['Home'], 'keys.home'],
    ],
  ],
  [
    'keys.window',
    [
      [['G', 'D / W / B / T / F'], 'keys.go'],
      [['Ctrl', 'K'], 'keys.palette'],
      [['M'], 'keys.m'],
      [['?'], 'keys.help'],
      [['Esc'], 'keys.esc'],
    ],
  ],
];

/** Every key on one sheet. */
export function KeySheet(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  return (
    <Overlay title={t.text('keys.title')} isWide>
      <div className={css['groups']}>
        {GROUPS.map(([title, lines]) => (
          <section key={title} className={css['group']}>
            <h3>{t.text(title)}</h3>
            {lines.map(([keys, text]) => (
              <p key={text} className={css['pair']}>
                <span>{t.text(text)}</span>
                <span className={css['caps']}>
                  {keys.map((key, index) => (
                    // The same cap may stand twice (R R), so its place is its key.
                    // oxlint-disable-next-line react/no-array-index-key
                    <KeyCap key={`${key}${index}`}>{key}</KeyCap>
                  ))}
                </span>
              </p>
            ))}
          </section>
        ))}
      </div>
      <p className={css['foot']}>
        <Button onPress={() => actions.cancel()}>{t.text('keys.close')}</Button>
      </p>
    </Overlay>
  );
}

/** Who sits here; no passwords on this machine. */
export function SeatSheet(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const seat = useMirror((mirror) => mirror.hello?.seat);
  return (
    <Overlay title={t.text('seat.title')}>
      <p className={css['lead']}>{t.text('seat.hint')}</p>
      <ol className={css['choices']}>
        {SEATS.map((one, index) => (
          <li key={one} className={one === seat ? css['chosen'] : ''}>
            <button type="button" onClick={() => actions.chooseSeat(one)}>
              <KeyCap>{index + 1}</KeyCap>
              <span>{t.word(`seat.${one}`)}</span>
              <small>{t.text(`seat.${one}.does`)}</small>
            </button>
          </li>
        ))}
      </ol>
    </Overlay>
  );
}

/** Key codes of the disposition list, in its order. */
export const DISPOSE_CODES: readonly string[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
  .map((n) => `Digit${n}`)
  .concat('Minus');

/** How it ended; a digit chooses, so it is two keys and never one. */
export function DisposeSheet(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  return (
    <Overlay title={t.text('incident.dispose.title')}>
      <p className={css['lead']}>{t.text('incident.dispose.hint')}</p>
      <ol className={css['choices']}>
        {DISPOSITIONS.map((one, index) => (
          <li key={one}>
            <button type="button" onClick={() => actions.dispose(one)}>
              <KeyCap>{index < 9 ? index + 1 : index === 9 ? '0' : '-'}</KeyCap>
              <span>{t.word(`disposition.${one}`)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Overlay>
  );
}
