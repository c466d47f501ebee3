import type { JSX } from 'react';
import type { Crew } from '../../shared/contract/directory.ts';
import { readPhone } from '../../shared/domain/phones.ts';
import { DOT } from '../i18n/format.ts';
import { useMirror } from '../store/console.tsx';
import css from './contacts-line.module.css';

/** Who is on a unit now and how to ring them; nothing where nobody is listed. */
export function CrewLine({ unitId }: { readonly unitId: string }): JSX.Element | undefined {
  const crew = useMirror((mirror) => mirror.directory?.crews.find((one) => one.unitId === unitId));
  const text = crew === undefined ? '' : crewText(crew);
  return text === '' ? undefined : (
    <p className={css['line']} data-panel="crew">
      {text}
    </p>
  );
}

/** `示例甲 138 0013 8000 · 示例乙 · 0531-86012345`. */
function crewText({ onDuty, phone, plate }: Crew): string {
  const people = onDuty.map((one) =>
    [one.name, one.post, one.phone === undefined ? undefined : readPhone(one.phone).text]
      .filter((part) => part !== undefined)
      .join(' '),
  );
  const own = phone === undefined ? [] : [readPhone(phone).text];
  return [...people, ...own, ...(plate === undefined ? [] : [plate])].join(DOT);
}
