import type { JSX, ReactNode } from 'react';
import type { WindPost } from '../../shared/domain/wind-tunnel.ts';
import { useTranslator } from '../store/console.tsx';
import { MOST_CARS } from '../store/wind-draft.ts';
import { Button } from '../ui/button.tsx';
import { postText } from './wind-text.ts';
import css from './wind-rule.module.css';

/** One line of the form: what it is, and the fields that say how much. */
export function Line({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <div className={css['line']}>
      <span className={css['name']}>{name}</span>
      <span className={css['fields']}>{children}</span>
    </div>
  );
}

/** A list to choose from, named for those who hear it. */
export function Choice({
  name,
  value,
  onChange,
  children,
}: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <select aria-label={name} value={value} onChange={(event) => onChange(event.target.value)}>
      {children}
    </select>
  );
}

/** The hours of a shift, to choose from. */
export function Hours({ hours }: { readonly hours: readonly number[] }): JSX.Element {
  return (
    <>
      {hours.map((hour) => (
        <option key={hour} value={hour}>
          {hour}
        </option>
      ))}
    </>
  );
}

/** A post by its name: stations, then kerbs by the station they are near. */
export function PostLine({
  name,
  postId,
  posts,
  onChange,
}: {
  readonly name: string;
  readonly postId: string;
  readonly posts: readonly WindPost[];
  readonly onChange: (postId: string) => void;
}): JSX.Element {
  const t = useTranslator();
  const option = (post: WindPost): JSX.Element => (
    <option key={post.postId} value={post.postId}>
      {postText(posts, post.postId, t)}
    </option>
  );
  const kerbs = posts
    .filter(({ near }) => near !== undefined)
    .toSorted(
      (a, b) =>
        posts.findIndex((one) => one.postId === a.near?.postId) -
          posts.findIndex((one) => one.postId === b.near?.postId) ||
        (a.near?.metres ?? 0) - (b.near?.metres ?? 0),
    );
  return (
    <Line name={name}>
      <Choice name={name} value={postId} onChange={onChange}>
        <optgroup label={t.text('wind.posts.stations')}>
          {posts.filter((post) => post.name !== undefined).map(option)}
        </optgroup>
        <optgroup label={t.text('wind.posts.kerbs')}>{kerbs.map(option)}</optgroup>
      </Choice>
    </Line>
  );
}

/** A number of cars, typed or stepped. */
export function Count({
  name,
  value,
  least,
  onChange,
}: {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const t = useTranslator();
  const set = (next: number): void => onChange(Math.max(least, Math.min(MOST_CARS, Math.round(next))));
  return (
    <Line name={name}>
      <Button onPress={() => set(value - 1)} title={t.text('wind.fewer')}>
        −
      </Button>
      <input
        type="number"
        aria-label={name}
        min={least}
        max={MOST_CARS}
        value={value}
        onChange={(event) => {
          if (Number.isFinite(event.target.valueAsNumber)) set(event.target.valueAsNumber);
        }}
      />
      <Button onPress={() => set(value + 1)} title={t.text('wind.more')}>
        +
      </Button>
      {t.text('wind.unit.cars')}
    </Line>
  );
}

/** Something that is on or off. */
export function Turn({
  name,
  isOn,
  onChange,
}: {
  readonly name: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}): JSX.Element {
  const t = useTranslator();
  return (
    <Line name={name}>
      {[false, true].map((one) => (
        <Button key={String(one)} isOn={one === isOn} onPress={() => onChange(one)}>
          {t.text(one ? 'wind.on' : 'wind.off')}
        </Button>
      ))}
    </Line>
  );
}
