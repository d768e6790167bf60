import { afterQuietHours } from '../../../src/conversation/quiet-hours.ts';

const night = { from: 20 * 60, to: 8 * 60 };
const after = (at: string, timeZone?: string, quiet = night) =>
  afterQuietHours({ at: new Date(at), quiet, timeZone, fallback: 'UTC' }).toISOString();

describe('a moment that somebody is to be written to', () => {
  it('stays as it is by day', () => {
    expect(after('2026-11-23T12:00:00.000Z')).toBe('2026-11-23T12:00:00.000Z');
  });

  it.each([
    ['in the evening', '2026-11-23T20:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['after midnight', '2026-11-24T03:30:00.000Z', '2026-11-24T08:00:00.000Z'],
  ])('waits for the morning %s', (_, at, then) => {
    expect(after(at)).toBe(then);
  });

  it('goes by the clock on the visitor’s wall', () => {
    expect(after('2026-11-23T12:00:00.000Z', 'Asia/Tokyo')).toBe('2026-11-23T23:00:00.000Z');
    expect(after('2026-11-23T12:00:00.000Z', 'America/Los_Angeles')).toBe('2026-11-23T16:00:00.000Z');
  });

  it('goes by that clock in the night in which clocks are changed too', () => {
    expect(after('2026-10-24T21:00:00.000Z', 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z');
    expect(after('2026-03-28T21:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z');
  });

  it('counts a zone that nobody knows as the team’s', () => {
    expect(after('2026-11-23T21:00:00.000Z', 'Mars/Olympus')).toBe('2026-11-24T08:00:00.000Z');
  });

  it('knows quiet hours within one day, and none at all', () => {
    const noon = { from: 12 * 60, to: 13 * 60 };
    expect(after('2026-11-23T12:30:00.000Z', 'UTC', noon)).toBe('2026-11-23T13:00:00.000Z');
    expect(after('2026-11-23T22:30:00.000Z', 'UTC', noon)).toBe('2026-11-23T22:30:00.000Z');
    expect(after('2026-11-23T22:30:00.000Z', 'UTC', { from: 0, to: 0 })).toBe('2026-11-23T22:30:00.000Z');
  });
});
