import type { UnitKind } from '../../shared/domain/vocabulary.ts';
import { idCell, listCell, phoneCell, plateCell, textCell, wholeCell, wordCell, yesNoCell } from './cells.ts';
import type { Problem } from './problem.ts';
import { readTable, type Table } from './read-table.ts';
import { repeated } from './repeated.ts';

const UNIT_KIND_WORDS: Readonly<Record<UnitKind, string>> = {
  patrol: '巡逻',
  station: '派出所',
  'plain-clothes': '便衣',
  'centre-squad': '侦查中心',
  expressway: '高速交警',
  auxiliary: '辅警',
};

export const UNIT_COLUMNS = {
  unitId: { en: 'unit_id', zh: '编号', isNeeded: true, read: idCell },
  callsign: { en: 'callsign', zh: '呼号', isNeeded: true, read: textCell(30) },
  kind: { en: 'kind', zh: '类别', isNeeded: true, read: wordCell(UNIT_KIND_WORDS) },
  crew: { en: 'crew', zh: '人数', isNeeded: true, read: wholeCell(1, 20) },
  vehicle: { en: 'vehicle', zh: '有车', isNeeded: true, read: yesNoCell },
  plate: { en: 'plate', zh: '车牌', isNeeded: false, read: plateCell },
  phone: { en: 'phone', zh: '电话', isNeeded: false, read: phoneCell },
  skills: { en: 'skills', zh: '技能', isNeeded: false, read: listCell },
  base: { en: 'base', zh: '驻地', isNeeded: false, read: textCell(100) },
} as const;

/** A unit of units.csv. */
export interface UnitRow {
  readonly unitId: string;
  readonly callsign: string;
  readonly kind: UnitKind;
  readonly crew: number;
  readonly hasVehicle: boolean;
  readonly plate?: string | undefined;
  readonly phone?: string | undefined;
  readonly skills: readonly string[];
  readonly base?: string | undefined;
}

/** Reads units.csv; ids, callsigns and plates belong to one unit each. */
export function readUnits(bytes: Uint8Array): {
  readonly table: Table<typeof UNIT_COLUMNS>;
  readonly units: readonly UnitRow[];
  readonly problems: readonly Problem[];
} {
  const table = readTable('units.csv', bytes, UNIT_COLUMNS);
  const problems = [
    ...table.problems,
    ...repeated(table.rows, 'unitId', ({ cells }) => cells.unitId),
    ...repeated(table.rows, 'callsign', ({ cells }) => cells.callsign),
    ...repeated(table.rows, 'plate', ({ cells }) => cells.plate),
  ];
  for (const row of table.rows) {
    if (row.cells.plate === undefined || row.cells.vehicle === true) continue;
    problems.push(
      row.problem('plate', {
        what: { zh: '有车牌却没有车', en: 'there is a plate but no vehicle' },
        todo: { zh: '请把“有车”改为“是”，或删去车牌', en: 'Set vehicle to yes, or remove the plate' },
      }),
    );
  }
  const units = table.rows.flatMap(({ cells }): UnitRow[] => {
    const { unitId, callsign, kind, crew, vehicle, plate, phone, skills, base } = cells;
    if (unitId === undefined || callsign === undefined || kind === undefined || crew === undefined) return [];
    return [
      {
        unitId,
        callsign,
        kind,
        crew,
        hasVehicle: vehicle === true,
        plate,
        phone,
        skills: skills ?? [],
        base,
      },
    ];
  });
  return { table, units, problems };
}
