import { z } from 'zod';
import { idText, timeMs } from './domain-schemas.ts';

/** Who a contact is for; the closed list of contacts.csv. */
export const CONTACT_KINDS = [
  'station',
  'bank',
  'gold-shop',
  'toll-plaza',
  'township',
  'five-heads',
  'neighbour-force',
  'telecom',
  'other',
] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

const contactSchema = z.strictObject({
  contactId: idText,
  name: z.string().min(1).max(50),
  kind: z.enum(CONTACT_KINDS),
  organisation: z.string().max(100).optional(),
  post: z.string().max(50).optional(),
  /** Digits as dialled, `转` before an extension. */
  phone: z.string().min(1).max(40),
  area: z.string().max(100).optional(),
});
/** Somebody the room can ring. */
export type Contact = z.infer<typeof contactSchema>;

const crewSchema = z.strictObject({
  unitId: idText,
  plate: z.string().max(16).optional(),
  phone: z.string().max(40).optional(),
  onDuty: z.array(
    z.strictObject({
      name: z.string().min(1).max(50),
      post: z.string().max(50).optional(),
      phone: z.string().max(40).optional(),
      /** End of the turn of duty; absent when the roster names none. */
      untilMs: timeMs.optional(),
    }),
  ),
});
/** How a unit is reached, and who is on it now. */
export type Crew = z.infer<typeof crewSchema>;

/**
 * Who can be rung. Read on demand and never an event: the log is kept for years, a phone list must follow whoever edits it.
 * Seats only; a wall shows no persons.
 */
export const directorySchema = z.strictObject({
  contacts: z.array(contactSchema).max(5000),
  crews: z.array(crewSchema).max(5000),
});
export type Directory = z.infer<typeof directorySchema>;
