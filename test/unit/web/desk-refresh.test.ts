import { DeskCallError } from '../../../src/web/desk/api.ts';
import { Refresh } from '../../../src/web/desk/refresh.ts';

/** Reading that fails as often as it is told, with time that passes when the test says so. */
function page(failures: Error[]) {
  const waiting: { delay: number; work: () => void }[] = [];
  const seen = { reads: 0, behind: [] as boolean[], withoutConnection: 0 };
  const refresh = new Refresh({
    read: () => {
      seen.reads += 1;
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve();
    },
    schedule: (delay, work) => void waiting.push({ delay, work }),
    random: () => 0,
    onBehind: (isBehind) => void seen.behind.push(isBehind),
    onNoConnection: () => void (seen.withoutConnection += 1),
  });
  /** The next wait is over; what it begins has ended when this resolves. */
  const pass = async () => {
    const next = waiting.shift();
    next?.work();
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
    return next?.delay;
  };
  return { refresh, seen, pass };
}

const unavailable = () => new DeskCallError(503, 'storage.unavailable');

describe('reading the desk anew', () => {
  it('that fails is said and tried again, later and later, until it works, and then said no more', async () => {
    const { refresh, seen, pass } = page([unavailable(), unavailable()]);
    await refresh.run();
    expect(seen.behind).toEqual([true]);
    expect([await pass(), await pass(), await pass()]).toEqual([500, 1000, undefined]);
    expect(seen).toEqual({ reads: 3, behind: [true, true, false], withoutConnection: 0 });
  });

  it('is done at once when the line is open again, and what was planned then is left', async () => {
    const { refresh, seen, pass } = page([unavailable()]);
    await refresh.run();
    await refresh.run();
    await pass();
    expect(seen.reads).toBe(2);
  });

  it('without a connection opens the line anew, once', async () => {
    const { refresh, seen, pass } = page([
      new TypeError('Failed to fetch'),
      new TypeError('Failed to fetch'),
    ]);
    await refresh.run();
    await pass();
    expect(seen.withoutConnection).toBe(1);
  });

  it.each([401, 404, 410])('is not tried again where the server refuses for good: %i', async (status) => {
    const { refresh, seen, pass } = page([new DeskCallError(status, 'x')]);
    await refresh.run();
    expect(await pass()).toBeUndefined();
    expect(seen).toMatchObject({ reads: 1, behind: [false] });
  });

  it('begins soon after something that was to be shown could not be', async () => {
    const { refresh, seen, pass } = page([]);
    refresh.failed(unavailable());
    expect(seen).toMatchObject({ reads: 0, behind: [true] });
    await pass();
    expect(seen).toMatchObject({ reads: 1, behind: [true, false] });
  });
});
