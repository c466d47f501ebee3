import type { JSX } from 'react';
import type { Order } from '../../shared/domain/entities.ts';
import { isOrderOpen, orderMay } from '../../shared/domain/state-machines.ts';
import { formatClock, formatDuration } from '../i18n/format.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { orderTimer } from '../store/order-timers.ts';
import { openOrder, type Target } from '../store/target.ts';
import { Button } from '../ui/button.tsx';
import { CrewLine } from './crew-line.tsx';
import css from './orders-panel.module.css';

const STEPS = ['issued', 'signed', 'rolling', 'on-scene', 'met', 'fed-back'] as const;
type Step = (typeof STEPS)[number];

/** Every order of the incident with its stopwatches, newest first. */
export function OrdersPanel({ target }: { readonly target: Target }): JSX.Element | undefined {
  const t = useTranslator();
  if (target.orders.length === 0) return undefined;
  const current = openOrder(target);
  return (
    <section className={css['orders']} data-panel="orders">
      <h3 className={css['head']}>{t.text('orders.title')}</h3>
      {target.orders.toReversed().map((order) => (
        <OrderProgress key={order.orderId} order={order} target={target} isCurrent={order === current} />
      ))}
    </section>
  );
}

function OrderProgress({
  order,
  target,
  isCurrent,
}: {
  readonly order: Order;
  readonly target: Target;
  readonly isCurrent: boolean;
}): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const callsign = useMirror((mirror) => mirror.state?.units[order.unitId]?.callsign) ?? order.unitId;
  const timer = orderTimer(order, target.level, nowMs);
  const reached = STEPS.findLastIndex((step) => order.enteredAtMs[step] !== undefined || step === 'issued');
  const isEnded = !isOrderOpen(order.state) && order.state !== 'fed-back';
  return (
    <article className={css['order']} data-order={order.orderId} data-state={order.state}>
      <p className={css['title']}>
        <span>{callsign}</span>
        <small>{t.word(`approach.${order.approach}`)}</small>
        {isEnded && <small className={css['ended']}>{t.word(`order.${order.state}`)}</small>}
        {order.via !== undefined && (
          <small>{t.text('orders.via', { via: t.word(`via.${order.via}`) })}</small>
        )}
      </p>
      {!isEnded && <CrewLine unitId={order.unitId} />}
      <ol className={css['steps']}>
        {STEPS.map((step, index) => (
          <StepMark
            key={step}
            step={step}
            order={order}
            isDone={index <= reached}
            isNow={index === reached && !isEnded}
          />
        ))}
      </ol>
      {timer !== undefined && (
        <p className={timer.overdueS >= 1 ? css['overdue'] : css['next']}>
          {timer.overdueS >= 1
            ? t.text('orders.overdue', {
                word: t.word(`order.${timer.next}`),
                time: formatDuration(timer.overdueS),
              })
            : t.text('orders.next', {
                word: t.word(`order.${timer.next}`),
                time: formatDuration((timer.dueMs - nowMs) / 1000),
              })}
        </p>
      )}
      {isCurrent && <OrderKeys order={order} callsign={callsign} next={timer?.next} />}
    </article>
  );
}

/** A step of the order with the time it took since the order was issued. */
function StepMark({
  step,
  order,
  isDone,
  isNow,
}: {
  readonly step: Step;
  readonly order: Order;
  readonly isDone: boolean;
  readonly isNow: boolean;
}): JSX.Element {
  const t = useTranslator();
  const atMs = order.enteredAtMs[step];
  const time =
    step === 'issued'
      ? formatClock(order.issuedAtMs)
      : atMs === undefined
        ? ''
        : `+${formatDuration((atMs - order.issuedAtMs) / 1000)}`;
  return (
    <li className={`${isDone ? css['done'] : ''} ${isNow ? css['now'] : ''}`}>
      <span>{t.word(`order.${step}`)}</span>
      <span className={css['time']}>{time}</span>
    </li>
  );
}

function OrderKeys({
  order,
  callsign,
  next,
}: {
  readonly order: Order;
  readonly callsign: string;
  readonly next: Order['state'] | undefined;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const armed = useIntent((intent) => intent.armed);
  const isArmed = (kind: 'recall' | 'radio'): boolean =>
    armed?.kind === kind && armed.orderId === order.orderId;
  const word = next === undefined ? '' : t.word(`order.${next}`);
  return (
    <p className={css['keys']}>
      {next !== undefined && (
        <Button onPress={() => actions.radio()} isArmed={isArmed('radio')}>
          {t.text(isArmed('radio') ? 'orders.radio.confirm' : 'orders.radio', { word })}
        </Button>
      )}
      {orderMay(order.state, 'recalled') && (
        <Button onPress={() => actions.recall()} isArmed={isArmed('recall')}>
          {isArmed('recall') ? t.text('orders.recall.confirm', { unit: callsign }) : t.text('orders.recall')}
        </Button>
      )}
    </p>
  );
}
