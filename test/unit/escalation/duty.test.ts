import { dutyAt, readableTime } from '../../../src/escalation/duty.ts';
import { expectedWait } from '../../../src/escalation/expected-wait.ts';
import { readEmail } from '../../../src/escalation/read-email.ts';
import { backOffSeconds, retry } from '../../../src/escalation/delivery.ts';
import { isSigned, sign } from '../../../src/escalation/signature.ts';
import { supportHoursSchema, type SupportHours } from '../../../src/guide/support-hours.ts';
import { processorTime } from '../../support/processor-time.ts';

const hours: SupportHours = {
  timezone: 'Europe/Berlin',
  hours: {
    monday: ['09:00-12:00', '13:00-17:00'],
    sunday: ['01:00-04:00'],
    friday: ['18:00-24:00'],
    saturday: ['00:00-02:00'],
  },
  holidays: ['2026-12-28'],
  acceptWithinMinutes: 10,
};
const at = (iso: string) => dutyAt(hours, new Date(iso));

describe('duty', () => {
  it.each([
    ['2026-11-23T08:00:00Z', true],
    ['2026-11-23T07:59:59Z', false],
    ['2026-11-23T10:59:59Z', true],
    ['2026-11-23T11:00:00Z', false],
    ['2026-11-27T22:59:00Z', true],
    ['2026-11-27T23:30:00Z', true],
    ['2026-12-28T09:00:00Z', false],
  ])('at %s is %s by the clock of the team', (iso, open) => {
    expect(at(iso).open).toBe(open);
  });

  it('begins again after the break, and after a holiday on the next day with hours', () => {
    expect(at('2026-11-23T11:30:00Z')).toEqual({ open: false, opensAt: new Date('2026-11-23T12:00:00Z') });
    expect(at('2026-12-27T10:00:00Z')).toEqual({ open: false, opensAt: new Date('2027-01-01T17:00:00Z') });
  });

  it('follows the clock on the wall when summer time begins and ends', () => {
    expect(at('2026-03-29T01:30:00Z')).toEqual({ open: true });
    expect(at('2026-03-29T02:00:00Z').open).toBe(false);
    expect(at('2026-10-25T03:00:00Z').open).toBe(false);
    expect(at('2026-10-25T02:59:00Z').open).toBe(true);
  });

  it('is always without hours of its own, and never when every day is left out', () => {
    expect(dutyAt(undefined, new Date())).toEqual({ open: true });
    expect(dutyAt({ ...hours, hours: {} }, new Date())).toEqual({ open: false });
  });

  it.each([
    [{ timezone: 'Mars/Base' }],
    [{ hours: { monday: ['12:00-09:00'] } }],
    [{ hours: { monday: ['9-17'] } }],
    [{ hours: { someday: ['09:00-10:00'] } }],
    [{ holidays: ['25.12.2026'] }],
    [{ acceptWithinMinutes: 0 }],
    [{ open: true }],
  ])('refuses hours with %j', (wrong) => {
    expect(supportHoursSchema.safeParse({ ...hours, ...wrong }).success).toBe(false);
  });
});

describe('a time that a visitor is told', () => {
  const opening = new Date('2026-11-23T08:00:00Z');

  it.each([
    ['nothing is known of them', {}, 'Monday, 23 November, 09:00 (GMT+1)'],
    ['their time zone', { timeZone: 'America/New_York' }, 'Monday, 23 November, 03:00 (EST)'],
    [
      'their country',
      { timeZone: 'America/New_York', locale: 'en-US' },
      'Monday, November 23 at 3:00 AM EST',
    ],
    ['another country', { timeZone: 'Europe/London', locale: 'en-GB' }, 'Monday 23 November at 08:00 GMT'],
    ['another language', { timeZone: 'Asia/Tokyo', locale: 'ja-JP' }, 'Monday, 23 November, 17:00 (GMT+9)'],
    [
      'a zone that there is not',
      { timeZone: 'Mars/Base', locale: 'en-x-y' },
      'Monday, 23 November, 09:00 (GMT+1)',
    ],
  ])('is by the clock of the team or their own, when %s', (_, reader, text) => {
    expect(readableTime(hours, opening, reader).replace(/\u202f/g, ' ')).toBe(text);
  });
});

describe('the expected wait', () => {
  it('is not known from fewer than three, nor for who waits longer than usual', () => {
    expect(expectedWait({ waits: [60, 60] })).toBeUndefined();
    expect(expectedWait({ waits: [60, 60, 60], waited: 61 })).toBeUndefined();
  });

  it('is the median of the others, less what was waited', () => {
    expect(expectedWait({ waits: [30, 600, 60] })).toBe(60);
    expect(expectedWait({ waits: [30, 600, 60, 90], waited: 15 })).toBe(60);
  });
});

describe('an e-mail address', () => {
  it.each([
    ['mail me: a.b+c@mail.example.org, please', 'a.b+c@mail.example.org'],
    ['Ana@Example.ORG', 'Ana@Example.ORG'],
    ['no thanks', undefined],
    ['a@b', undefined],
    ['@example.org', undefined],
    ['a@example.org\r\nBcc: x@example.org', 'a@example.org'],
  ])('in %j is %j', (text, expected) => {
    expect(readEmail(text)).toBe(expected);
  });

  it('is looked for in no time in a long text', () => {
    const long = `${'a.'.repeat(100_000)}@${'b-'.repeat(100_000)}`;
    expect(processorTime(() => void readEmail(long))).toBeLessThan(1000);
  });
});

describe('waiting for the next attempt', () => {
  it('doubles up to the longest, between half of it and all of it', () => {
    expect(backOffSeconds(1, 0)).toBe(1);
    expect(backOffSeconds(1, 1)).toBe(2);
    expect(backOffSeconds(5, 1)).toBe(32);
    expect(backOffSeconds(100, 1)).toBe(retry.longestSeconds);
  });
});

describe('a signature', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const timestamp = now.getTime() / 1000;
  const secret = 'a-secret-of-enough-characters';
  const signed = { id: 'm1', body: '{"a":1}', secret };
  const signature = sign({ ...signed, timestamp });
  const given = { ...signed, timestamp: String(timestamp), signature, now };

  it('fits what was signed, also beside one of an older secret', () => {
    expect(isSigned(given)).toBe(true);
    expect(isSigned({ ...given, signature: `v1,old ${signature}` })).toBe(true);
  });

  it.each([
    ['another body', { body: '{"a":2}' }],
    ['another id', { id: 'm2' }],
    ['another time', { timestamp: String(timestamp + 1) }],
    ['another secret', { secret: 'b-secret-of-enough-characters' }],
    ['no signature', { signature: '' }],
    ['a time that is none', { timestamp: 'now' }],
    ['no id', { id: '' }],
    ['a time six minutes ago', { now: new Date(now.getTime() + 360_000) }],
    ['a time six minutes ahead', { now: new Date(now.getTime() - 360_000) }],
  ])('does not fit with %s', (_, wrong) => {
    expect(isSigned({ ...given, ...wrong })).toBe(false);
  });
});
