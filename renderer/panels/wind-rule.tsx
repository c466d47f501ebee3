import type { FormEvent, JSX, KeyboardEvent } from 'react';
import type { WindPost } from '../../shared/domain/wind-tunnel.ts';
import { useActions, useTranslator } from '../store/console.tsx';
import { queryOf, SHIFT_HOURS, WIND_NIGHTS, WIND_RULES, type WindDraft } from '../store/wind-draft.ts';
import { Button } from '../ui/button.tsx';
import { KeyCap } from '../ui/key-cap.tsx';
import { Panel } from './panel.tsx';
import { Choice, Count, Hours, Line, PostLine, Turn } from './wind-fields.tsx';
import { WindPosts } from './wind-posts.tsx';
import { postText } from './wind-text.ts';
import css from './wind-rule.module.css';

const HOURS = Array.from({ length: SHIFT_HOURS + 1 }, (_, hour) => hour);

/** The desk as it is today, the one rule that is changed, and the button that tries it. */
export function WindRulePanel({
  draft,
  posts,
  isRunning,
  note,
  onRun,
}: {
  readonly draft: WindDraft;
  readonly posts: readonly WindPost[];
  readonly isRunning: boolean;
  /** Why the last press of the button did nothing. */
  readonly note: string | undefined;
  readonly onRun: () => void;
}): JSX.Element {
  const t = useTranslator();
  const { wind } = useActions();
  const { today } = draft;
  const isAskable = queryOf(draft) !== undefined;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    onRun();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // a button does what it says; everything else that has the focus here runs the question
    const { target } = event;
    const isButton = target instanceof HTMLButtonElement && target.role !== 'radio';
    if (isButton || (event.code !== 'Enter' && event.code !== 'NumpadEnter')) return;
    event.preventDefault();
    onRun();
  };
  return (
    <Panel name="wind-rule" title={t.text('wind.today')} aside={t.text('wind.today.aside')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter in any field runs it */}
      <form className={css['form']} onSubmit={onSubmit} onKeyDown={onKeyDown} autoComplete="off">
        <Count
          name={t.text('wind.cars')}
          value={today.cars}
          least={1}
          onChange={(cars) => wind.draft({ ...draft, today: { ...today, cars } })}
        />
        <Turn
          name={t.text('wind.standby')}
          isOn={today.isStandby}
          onChange={(isStandby) => wind.draft({ ...draft, today: { ...today, isStandby } })}
        />
        <Turn
          name={t.text('wind.together')}
          isOn={today.isTogether}
          onChange={(isTogether) => wind.draft({ ...draft, today: { ...today, isTogether } })}
        />
        <h2 className={css['title']}>{t.text('wind.change')}</h2>
        <div className={css['rules']} role="radiogroup" aria-label={t.text('wind.change')}>
          {WIND_RULES.map((rule, index) => (
            <button
              key={rule}
              type="button"
              role="radio"
              aria-checked={rule === draft.rule}
              data-rule={rule}
              className={rule === draft.rule ? css['chosen'] : ''}
              onClick={() => wind.draft({ ...draft, rule })}
            >
              <KeyCap>{index + 1}</KeyCap>
              {t.text(`wind.rule.${rule}`)}
            </button>
          ))}
        </div>
        <RuleFields draft={draft} posts={posts} />
        <div className={css['go']}>
          <label className={css['nights']}>
            {t.text('wind.nights')}
            <select
              value={draft.nights}
              onChange={(event) => wind.draft({ ...draft, nights: Number(event.target.value) })}
            >
              {WIND_NIGHTS.map((nights) => (
                <option key={nights} value={nights}>
                  {nights}
                </option>
              ))}
            </select>
          </label>
          {isRunning && <Button onPress={() => wind.stop()}>{t.text('wind.stop')}</Button>}
          <Button onPress={onRun} isOn isDisabled={!isAskable}>
            {t.text('wind.run')}
          </Button>
        </div>
        <p className={css['note']} role="status">
          {isAskable ? note : t.text('wind.hours.bad')}
        </p>
      </form>
    </Panel>
  );
}

/** What is to be said about the chosen rule. */
function RuleFields({
  draft,
  posts,
}: {
  readonly draft: WindDraft;
  readonly posts: readonly WindPost[];
}): JSX.Element {
  const t = useTranslator();
  const { wind } = useActions();
  const { cars, nightCar, post, hold, today } = draft;
  const stations = posts.filter(({ name }) => name !== undefined);
  switch (draft.rule) {
    case 'cars':
      return (
        <Count
          name={t.text('wind.cars.to')}
          value={cars.cars}
          least={1}
          onChange={(next) => wind.draft({ ...draft, cars: { ...cars, cars: next } })}
        />
      );
    case 'night-car':
      return (
        <>
          <Line name={t.text('wind.hours')}>
            <Choice
              name={t.text('wind.hours.from')}
              value={String(nightCar.fromH)}
              onChange={(value) => wind.draft({ ...draft, nightCar: { ...nightCar, fromH: Number(value) } })}
            >
              <Hours hours={HOURS.slice(0, -1)} />
            </Choice>
            –
            <Choice
              name={t.text('wind.hours.to')}
              value={String(nightCar.toH)}
              onChange={(value) => wind.draft({ ...draft, nightCar: { ...nightCar, toH: Number(value) } })}
            >
              <Hours hours={HOURS.slice(1)} />
            </Choice>
          </Line>
          <PostLine
            name={t.text('wind.post.at')}
            postId={nightCar.postId}
            posts={posts}
            onChange={(postId) => wind.draft({ ...draft, nightCar: { ...nightCar, postId } })}
          />
          <WindPosts
            posts={posts}
            toPostId={nightCar.postId}
            fromPostId={undefined}
            onChoose={(postId) => wind.draft({ ...draft, nightCar: { ...nightCar, postId } })}
          />
        </>
      );
    case 'post':
      return (
        <>
          <Line name={t.text('wind.post.from')}>
            <Choice
              name={t.text('wind.post.from')}
              value={post.fromPostId ?? ''}
              onChange={(value) =>
                wind.draft({ ...draft, post: { ...post, fromPostId: value === '' ? undefined : value } })
              }
            >
              <option value="">{t.text('wind.post.new')}</option>
              {stations.slice(0, today.cars).map(({ postId }) => (
                <option key={postId} value={postId}>
                  {postText(posts, postId, t)}
                </option>
              ))}
            </Choice>
          </Line>
          <PostLine
            name={t.text('wind.post.to')}
            postId={post.toPostId}
            posts={posts}
            onChange={(toPostId) => wind.draft({ ...draft, post: { ...post, toPostId } })}
          />
          <WindPosts
            posts={posts}
            toPostId={post.toPostId}
            fromPostId={post.fromPostId}
            onChoose={(toPostId) => wind.draft({ ...draft, post: { ...post, toPostId } })}
          />
        </>
      );
    case 'hold':
      return (
        <>
          <Line name={t.text('wind.hold.at-once')}>
            {(['L0', 'L1'] as const).map((atOnce) => (
              <Button
                key={atOnce}
                isOn={hold.atOnce === atOnce}
                onPress={() => wind.draft({ ...draft, hold: { ...hold, atOnce } })}
              >
                {t.text(`wind.hold.${atOnce}`)}
              </Button>
            ))}
          </Line>
          <Count
            name={t.text('wind.hold.keep')}
            value={hold.keepFree}
            least={0}
            onChange={(keepFree) => wind.draft({ ...draft, hold: { ...hold, keepFree } })}
          />
        </>
      );
    case 'standby':
    case 'together': {
      const isOn = draft.rule === 'standby' ? today.isStandby : today.isTogether;
      const [from, to] = [t.text(isOn ? 'wind.on' : 'wind.off'), t.text(isOn ? 'wind.off' : 'wind.on')];
      return (
        <p className={css['turn']}>
          {t.text('wind.turn', { rule: t.text(`wind.rule.${draft.rule}`), from, to })}
        </p>
      );
    }
  }
}
