import type { PrivacyStore } from '../../../src/conversation/privacy-store.ts';
import { RetentionJob } from '../../../src/privacy/retention-job.ts';
import { applyRetention, cutoffs } from '../../../src/privacy/retention.ts';

const days = { conversations: 90, cases: 365, escalations: 365, files: 1 };
const now = new Date('2026-11-22T12:00:00.000Z');

/** A store that only notes what it is asked. */
function recording(options: { due?: boolean; fails?: boolean } = {}) {
  const calls: string[] = [];
  const store: PrivacyStore = {
    conversationsOf: () => Promise.resolve([]),
    everythingOf: () => Promise.resolve(undefined),
    erase: () => Promise.resolve({ conversations: [], escalations: [], rows: {}, passedOnTo: [] }),
    wasErased: () => Promise.resolve(false),
    scrub: () => Promise.resolve(void calls.push('scrub')),
    expire: (kind, { before, dryRun }) => {
      calls.push(`${dryRun ? 'count' : 'delete'} ${kind} ${before}`);
      return options.fails ? Promise.reject(new Error('the disk is full')) : Promise.resolve(2);
    },
    beginJob: ({ name, dueBefore }) => {
      calls.push(`begin ${name} ${dueBefore}`);
      return Promise.resolve(options.due ?? true);
    },
  };
  return { store, calls };
}

describe('how long things are kept', () => {
  it('is counted back from now in days', () => {
    expect(new Map(cutoffs(days, now)).get('conversations')).toBe('2026-08-24T12:00:00.000Z');
  });

  it('is for ever at 0', async () => {
    const { store, calls } = recording();
    await applyRetention(store, { days: { ...days, cases: 0 }, now, dryRun: false });
    expect(calls.filter((call) => call.includes('cases'))).toEqual([]);
  });

  it('ends for escalations before cases and conversations, which stay as long as they do', async () => {
    const { store, calls } = recording();
    await applyRetention(store, { days, now, dryRun: false });
    expect(calls.map((call) => call.split(' ')[1] ?? call)).toEqual([
      ...['escalations', 'cases', 'files', 'conversations', 'scrub'],
    ]);
  });

  it('overwrites nothing when it only counts', async () => {
    const { store, calls } = recording();
    expect(await applyRetention(store, { days, now, dryRun: true })).toEqual({
      ...{ conversations: 2, cases: 2, escalations: 2, files: 2 },
    });
    expect(calls).not.toContain('scrub');
  });
});

describe('the daily job', () => {
  async function run(options: { due?: boolean; fails?: boolean }) {
    const { store, calls } = recording(options);
    const ticks: (() => void)[] = [];
    const log: string[] = [];
    const note = (_: object, event: string) => void log.push(event);
    const every = (_: number, work: () => void) => {
      ticks.push(work);
      return () => void ticks.splice(0);
    };
    const job = new RetentionJob({
      store,
      days,
      clock: () => now,
      every,
      logger: { info: note, error: note },
    });
    job.start();
    ticks.forEach((tick) => tick());
    await job.stop();
    return { calls, log, ticks };
  }

  it('looks at the start and every so often whether it is due, a day after the last time', async () => {
    const { calls, ticks } = await run({ due: false });
    expect(calls).toEqual(Array.from({ length: 2 }, () => 'begin retention 2026-11-21T12:00:00.000Z'));
    expect(ticks).toEqual([]);
  });

  it('says in the log how much it deleted', async () => {
    const { log } = await run({ due: true });
    expect(log).toEqual(['retention.done', 'retention.done']);
  });

  it('fails without ending anything else', async () => {
    const { log } = await run({ due: true, fails: true });
    expect(log).toEqual(['retention.failed', 'retention.failed']);
  });
});
