import { DeliveryFailure } from '../../../../src/channels/connector/delivery-failure.ts';
import { RateBudget } from '../../../../src/channels/connector/rate-budget.ts';
import { afterFailure } from '../../../../src/channels/connector/retry.ts';

const now = new Date('2026-11-22T12:00:00Z');
const after = (failure: unknown, more: Partial<Parameters<typeof afterFailure>[0]> = {}) =>
  afterFailure({ failure, attempt: 1, isUpdate: false, random: 0, now, ...more });

describe('after a failure', () => {
  it.each([
    ['seconds', '12', 12_000],
    ['a date', 'Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['a date that is past', 'Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['a year', '31536000', 600_000],
  ])('waits as long as Retry-After says, in %s, within reason', (_, retryAfter, afterMs) => {
    expect(after(new DeliveryFailure({ status: 429, retryAfter }))).toEqual({ do: 'retry', afterMs });
  });

  it('waits on its own when Retry-After is missing or makes no sense', () => {
    expect(after(new DeliveryFailure({ status: 429 }))).toEqual({ do: 'retry', afterMs: 500 });
    expect(after(new DeliveryFailure({ status: 429, retryAfter: 'soon' }))).toEqual({
      do: 'retry',
      afterMs: 500,
    });
  });

  it('waits longer each time, up to a minute, and never quite as long as others', () => {
    const failure = new DeliveryFailure({ status: 502 });
    const waits = [1, 2, 3, 10, 1000].map((attempt) =>
      [0, 1].map((random) => after(failure, { attempt, random })),
    );
    expect(waits.map((pair) => pair.map((next) => 'afterMs' in next && next.afterMs))).toEqual([
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
      [30_000, 60_000],
      [30_000, 60_000],
    ]);
  });

  it('tries again what has not arrived for sure, and what may come twice', () => {
    expect(after(new DeliveryFailure({ neverSent: true })).do).toBe('retry');
    expect(after(new Error('No token.')).do).toBe('retry');
    expect(after(new DeliveryFailure({ status: 401 })).do).toBe('retry');
    expect(after(new DeliveryFailure({ status: 503, retryAfter: '1' })).do).toBe('retry');
    for (const failure of [new DeliveryFailure({}), new DeliveryFailure({ status: 500 })])
      expect(after(failure, { isUpdate: true }).do).toBe('retry');
  });

  it.each([500, 503, 507, undefined])('leaves a message whose fate is unknown (%s)', (status) => {
    expect(after(new DeliveryFailure({ status }))).toEqual({ do: 'give-up', unsure: true });
  });

  it.each([400, 405, 413, 415])('leaves a message that will never be taken (%s)', (status) => {
    expect(after(new DeliveryFailure({ status }))).toEqual({ do: 'give-up', unsure: false });
  });

  it('stops when the conversation is closed to the bot', () => {
    expect(after(new DeliveryFailure({ status: 403 }))).toEqual({ do: 'stop' });
    expect(after(new DeliveryFailure({ status: 404 }))).toEqual({ do: 'stop' });
    // Only the message is gone: the visitor deleted it.
    expect(after(new DeliveryFailure({ status: 404 }), { isUpdate: true }).do).toBe('give-up');
  });

  it('ends at some time', () => {
    expect(after(new DeliveryFailure({ status: 502 }), { attempt: 1500 })).toEqual({
      do: 'give-up',
      unsure: false,
    });
    expect(after(new DeliveryFailure({ status: 500 }), { attempt: 8, isUpdate: true }).do).toBe('give-up');
  });
});

describe('the budget of a conversation', () => {
  it('lets seven through at once and spreads what follows', () => {
    const budget = new RateBudget();
    const waits = Array.from({ length: 10 }, () => budget.take('a:1', 1000));
    expect(waits.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(waits.slice(7)).toEqual([1000, 2000, 2000]);
  });

  it('never lets more through than Teams allows, however they come', () => {
    const budget = new RateBudget();
    const sent: number[] = [];
    for (let now = 0; sent.length < 200; now += 100) sent.push(now + budget.take('a:1', now));
    const within = (from: number, ms: number) => sent.filter((at) => at >= from && at < from + ms).length;
    for (const at of sent) {
      expect(within(at, 1000)).toBeLessThanOrEqual(7);
      expect(within(at, 2000)).toBeLessThanOrEqual(8);
      expect(within(at, 30_000)).toBeLessThanOrEqual(60);
    }
  });

  it('is one for each conversation', () => {
    const budget = new RateBudget([{ count: 1, withinMs: 1000 }]);
    expect([budget.take('a', 0), budget.take('a', 0), budget.take('b', 0)]).toEqual([0, 1000, 0]);
  });
});
