import { type Contact, type ContactKind } from '../../shared/contract/directory.ts';
import { idCell, nameCell, phoneCell, textCell, wordCell } from './cells.ts';
import type { Problem } from './problem.ts';
import { readTable, type Table } from './read-table.ts';
import { repeated } from './repeated.ts';

const CONTACT_KIND_WORDS: Readonly<Record<ContactKind, string>> = {
  station: '派出所',
  bank: '银行',
  'gold-shop': '金店',
  'toll-plaza': '收费站',
  township: '乡镇街道',
  'five-heads': '五长',
  'neighbour-force': '邻县警方',
  telecom: '运营商',
  other: '其他',
};

export const CONTACT_COLUMNS = {
  contactId: { en: 'contact_id', zh: '编号', isNeeded: true, read: idCell },
  name: { en: 'name', zh: '姓名', isNeeded: true, read: nameCell },
  kind: { en: 'kind', zh: '类别', isNeeded: true, read: wordCell(CONTACT_KIND_WORDS) },
  organisation: { en: 'organisation', zh: '单位', isNeeded: false, read: textCell(100) },
  post: { en: 'post', zh: '职务', isNeeded: false, read: textCell(50) },
  phone: { en: 'phone', zh: '电话', isNeeded: true, read: phoneCell },
  area: { en: 'area', zh: '辖区', isNeeded: false, read: textCell(100) },
} as const;

/** Reads contacts.csv; an id belongs to one contact, and nobody is listed twice under one number. */
export function readContacts(bytes: Uint8Array): {
  readonly table: Table<typeof CONTACT_COLUMNS>;
  readonly contacts: readonly Contact[];
  readonly problems: readonly Problem[];
} {
  const table = readTable('contacts.csv', bytes, CONTACT_COLUMNS);
  const problems = [
    ...table.problems,
    ...repeated(table.rows, 'contactId', ({ cells }) => cells.contactId),
    ...repeated(table.rows, 'phone', ({ cells }) => `${cells.name ?? ''}\n${cells.phone ?? ''}`),
  ];
  const contacts = table.rows.flatMap(({ cells }): Contact[] => {
    const { contactId, name, kind, phone, ...rest } = cells;
    if (contactId === undefined || name === undefined || kind === undefined || phone === undefined) return [];
    return [{ contactId, name, kind, phone, ...rest }];
  });
  return { table, contacts, problems };
}
