import { z } from 'zod';
import {
  commandAnswerSchema,
  commandSchema,
  COMMAND_PAYLOAD,
} from '../../shared/contract/command-schemas.ts';
import * as ctl from '../../shared/contract/ctl.ts';
import * as base from '../../shared/contract/domain-schemas.ts';
import { CONTACT_KINDS, directorySchema } from '../../shared/contract/directory.ts';
import { enrolAnswerSchema, enrolRequestSchema, SEAT_ROLES } from '../../shared/contract/enrol.ts';
import { EVENT_DATA, ledgerEventSchema } from '../../shared/contract/event-schemas.ts';
import * as ingest from '../../shared/contract/ingest.ts';
import { viewSchema } from '../../shared/contract/views.ts';
import { CLOSURE_REASONS } from '../../shared/domain/road-closure.ts';
import * as words from '../../shared/domain/vocabulary.ts';

// Everything that crosses the gateway's two doors, in the notation of docs/PROTOCOL.md.

/** The part of JSON Schema that our schemas use. */
interface JsonSchema {
  readonly type?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: JsonSchema | false | undefined;
  readonly items?: JsonSchema | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly maxItems?: number | undefined;
}

/** JSON Schema of a zod schema as a sender sees it, without the dialect line. */
function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json as JsonSchema;
}

const LISTS: Readonly<Record<string, readonly string[]>> = {
  AlertLevel: words.ALERT_LEVELS,
  AlertSource: words.ALERT_SOURCES,
  ScamType: words.SCAM_TYPES,
  Phase: words.PHASES,
  Lane: words.LANES,
  OrderState: words.ORDER_STATES,
  Approach: words.APPROACHES,
  UnitKind: words.UNIT_KINDS,
  UnitState: words.UNIT_STATES,
  Milestone: words.MILESTONES,
  Disposition: words.DISPOSITIONS,
  MoneyAccount: words.MONEY_ACCOUNTS,
  PersonRole: words.PERSON_ROLES,
  BeliefKind: words.BELIEF_KINDS,
  Seat: words.SEATS,
  Via: words.REPORTED_VIA,
  Datum: ingest.DATUMS,
  SeatRole: SEAT_ROLES,
  ContactKind: CONTACT_KINDS,
  ClosureReason: CLOSURE_REASONS,
};

const sentPlace = ingest.sightingRowSchema.shape.place;
const SHAPES: Readonly<Record<string, z.ZodType>> = {
  LocalText: base.localText,
  Actor: base.actor,
  Place: base.placeBelief,
  SentPlace: sentPlace,
  Clock: base.moneyClock,
  Money: base.money,
  Goods: base.goods,
  Person: base.person,
  Estimate: base.arrivalEstimate,
  View: viewSchema,
};

/** Messages and rows by the name the document gives them. */
const MESSAGES: Readonly<Record<string, z.ZodType>> = {
  AlertRow: ingest.alertRowSchema,
  PositionRow: ingest.positionRowSchema,
  SightingRow: ingest.sightingRowSchema,
  Handshake: ctl.handshakeSchema,
  Subscribe: ctl.subscribeSchema,
  SubscribeAnswer: ctl.subscribeAnswerSchema,
  EventBatch: ctl.eventBatchSchema,
  CreditAck: ctl.creditAckSchema,
  Heartbeat: ctl.heartbeatSchema,
  EventRange: ctl.eventRangeSchema,
  EventPage: ctl.eventPageSchema,
  PositionRange: ctl.positionRangeSchema,
  CommandAnswer: commandAnswerSchema,
  Directory: directorySchema,
  EnrolRequest: enrolRequestSchema,
  EnrolAnswer: enrolAnswerSchema,
};

const keyOf = (schema: JsonSchema): string =>
  JSON.stringify(schema.enum === undefined ? schema : [...schema.enum].map(String).sort());
const NAMES = new Map<string, string>([
  [keyOf(jsonSchemaOf(base.idText)), 'Id'],
  [keyOf(jsonSchemaOf(base.timeMs)), 'Ms'],
  ...Object.entries(LISTS).map(([name, list]): [string, string] => [keyOf({ enum: list }), name]),
  ...Object.entries(SHAPES).map(([name, schema]): [string, string] => [keyOf(jsonSchemaOf(schema)), name]),
]);

/** One line for a schema: members with `?` when they may be absent, named types by name. */
function notation(schema: JsonSchema, isTop = false): string {
  const name = isTop ? undefined : NAMES.get(keyOf(schema));
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' or ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map((one) => notation(one)).join(' or ');
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties).map(
      ([key, member]) => `${key}${schema.required?.includes(key) === true ? '' : '?'}: ${notation(member)}`,
    );
    return `{${members.join(', ')}}`;
  }
  if (schema.type === 'object') {
    const { additionalProperties: any } = schema;
    return typeof any === 'object' ? `{[name]: ${notation(any)}}` : '{}';
  }
  if (schema.type === 'array') {
    return `[${schema.items === undefined ? 'any' : notation(schema.items)}]${bound(' <= ', schema.maxItems)}`;
  }
  if (schema.type === 'string') return `string${bound(' <= ', schema.maxLength)}`;
  return `${schema.type ?? 'any'}${bound(' >= ', schema.minimum)}${bound(' <= ', schema.maximum)}`;
}

function bound(sign: string, limit: number | undefined): string {
  return limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? '' : `${sign}${limit}`;
}

const row = (name: string, text: string): string => `| ${name} | \`${text}\` |`;
const rowsOf = (schemas: Readonly<Record<string, z.ZodType>>, quote: string): string[] =>
  Object.entries(schemas).map(([name, schema]) =>
    row(`${quote}${name}${quote}`, notation(jsonSchemaOf(schema), true)),
  );

/** Every table row that docs/PROTOCOL.md must contain, word for word. */
export function protocolRows(): string[] {
  const lists = Object.entries(LISTS).map(
    ([name, list]) => `| ${name} | ${list.map((word) => `\`${word}\``).join(' ')} |`,
  );
  return [
    ...lists,
    ...rowsOf(SHAPES, ''),
    ...rowsOf(MESSAGES, ''),
    ...rowsOf(EVENT_DATA, '`'),
    ...rowsOf(COMMAND_PAYLOAD, '`'),
  ];
}

/** Member names of the two envelopes. */
export function envelopeFields(): { readonly event: readonly string[]; readonly command: readonly string[] } {
  const fieldsOf = (schema: z.ZodType): string[] => {
    const json = jsonSchemaOf(schema);
    return Object.keys((json.anyOf ?? json.oneOf)?.[0]?.properties ?? {});
  };
  return { event: fieldsOf(ledgerEventSchema), command: fieldsOf(commandSchema) };
}

/** All wire schemas, for the hash that guards CTL_PROTOCOL. */
export function wireSchemas(): Readonly<Record<string, unknown>> {
  const all = { ...MESSAGES, ledgerEvent: ledgerEventSchema, command: commandSchema };
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, jsonSchemaOf(schema)]));
}
