import type { IngestPlace } from '../../shared/contract/port.ts';

/** The line of a shell that sends the first alert; the same as in README, with the places of this console. */
export function firstAlertCommand({ url, keyFile, caFile }: IngestPlace): string {
  const row = {
    source: 'bank-alarm',
    sourceId: '1',
    level: 'L1',
    scamType: 'investment',
    title: { zh: '柜台大额取现', en: 'Large withdrawal' },
    reason: { zh: '柜员识别', en: 'The teller noticed' },
  };
  return [
    `curl --cacert ${quoted(caFile)} -H "Authorization: Bearer $(cat ${quoted(keyFile)})"`,
    `-H 'Content-Type: application/json' -d '${JSON.stringify(row)}' ${url}/v1/alerts`,
  ].join(' ');
}

/** As one word of a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
