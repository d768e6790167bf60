import { IANAZone } from 'luxon';
import { z } from 'zod';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** `09:00-17:30`; `24:00` is the end of the day. */
const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'has the form 09:00-17:30')
  .refine((text) => text.slice(0, 5) < text.slice(6), 'ends after it begins; split a night at 24:00');

const day = z.iso.date();

/** When people of the support team are there: `support-hours.yaml`. */
export const supportHoursSchema = z.strictObject({
  /** Name in the IANA time zone database, such as `Europe/Berlin`. */
  timezone: z.string().refine((zone) => IANAZone.isValidZone(zone), 'is no IANA time zone'),
  /** `always`, or the spans of each day; a day that is left out has none. */
  hours: z.union([z.literal('always'), z.partialRecord(z.enum(weekdays), z.array(span).min(1).max(6))]),
  /** Days without any hours, `2026-12-25`. */
  holidays: z.array(day).max(400),
  /** After so many minutes without anybody taking a case, the visitor is told and offered other ways. */
  acceptWithinMinutes: z.number().positive().max(1440),
});

export type SupportHours = z.infer<typeof supportHoursSchema>;

/** What holds without the file. */
export const alwaysOpen: SupportHours = {
  timezone: 'UTC',
  hours: 'always',
  holidays: [],
  acceptWithinMinutes: 15,
};
