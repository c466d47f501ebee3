import type { JSX } from 'react';
import { readPhone } from '../../shared/domain/phones.ts';
import { useMirror, useTranslator } from '../store/console.tsx';
import type { Target } from '../store/target.ts';
import { contactsFor } from './contacts-for.ts';
import css from './contacts-line.module.css';

/** Who can be rung about the place of an incident: the branch, the shop, the station that contacts.csv names there. */
export function ContactsLine({ target }: { readonly target: Target }): JSX.Element | undefined {
  const t = useTranslator();
  const contacts = useMirror((mirror) => mirror.directory?.contacts);
  const found = contacts === undefined ? [] : contactsFor(target.place?.label, contacts);
  if (found.length === 0) return undefined;
  return (
    <ul className={css['line']} data-panel="contacts">
      {found.map((one) => (
        <li key={one.contactId}>
          {[t.word(`contact-kind.${one.kind}`), one.organisation, one.name, one.post]
            .filter((part) => part !== undefined)
            .join(' ')}{' '}
          <strong>{readPhone(one.phone).text}</strong>
        </li>
      ))}
    </ul>
  );
}
