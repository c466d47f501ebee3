import { describe, expect, it } from 'vitest';
import type { Contact } from '../../shared/contract/directory.ts';
import { contactsFor } from './contacts-for.ts';
import { firstAlertCommand } from './first-alert.ts';

const contact = (contactId: string, organisation?: string, area?: string): Contact => ({
  contactId,
  name: '张三',
  kind: 'bank',
  phone: '053186012345',
  organisation,
  area,
});

describe('contactsFor', () => {
  it('finds who belongs to a place by its name, the organisation before the area', () => {
    const all = [
      contact('a', undefined, '泉城路'),
      contact('b', '泉城路支行'),
      contact('c', '别处'),
      contact('d'),
    ];
    const found = contactsFor({ zh: '农商行（泉城路 支行）', en: 'Quancheng Road branch' }, all);
    expect(found.map(({ contactId }) => contactId)).toEqual(['b', 'a']);
    expect(
      contactsFor(
        { zh: '泉城路支行营业厅' },
        Array.from({ length: 9 }, () => contact('b', '泉城路支行')),
      ),
    ).toHaveLength(3);
    expect(contactsFor(undefined, all)).toEqual([]);
    expect(contactsFor({ zh: '路' }, all)).toEqual([]);
  });
});

describe('firstAlertCommand', () => {
  it('is one line that a shell takes as it stands', () => {
    const line = firstAlertCommand({
      url: 'https://127.0.0.1:1',
      keyFile: "/it's here/k",
      caFile: '/a/ca.pem',
    });
    expect(line).toContain(`--cacert /a/ca.pem -H "Authorization: Bearer $(cat '/it'\\''s here/k')"`);
    expect(line).toMatch(/https:\/\/127\.0\.0\.1:1\/v1\/alerts$/);
    const body: unknown = JSON.parse(/-d '([^']+)'/.exec(line)?.[1] ?? '');
    expect(body).toMatchObject({ source: 'bank-alarm', level: 'L1' });
  });
});
