import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/storage/stores.ts';
import { fixScope } from '../../../src/troubleshooting/learned-fixes.ts';
import { realContent } from '../../support/content.ts';
import { run } from '../../support/process.ts';

const scope = fixScope(realContent().guide);

describe('npm run learning', () => {
  let folder: string;
  let env: { DATABASE_URL: string };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'learning-'));
    env = { DATABASE_URL: `sqlite:${join(folder, 'support.db')}` };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function solveThree(): Promise<void> {
    const at = '2026-11-22T10:00:00.000Z';
    const store = await openStore(env.DATABASE_URL, {
      clock: () => new Date(at),
      newId: () => crypto.randomUUID(),
    });
    await store.createConversation({ id: 'c1', channel: 'directline', userId: 'u', startedAt: at });
    const { entry } = await store.accept({ conversationId: 'c1', activity: { type: 'message' } });
    const fixes = ['1', '2', '3'].map((caseId) => ({
      scope,
      fix: {
        caseId,
        check: 'android.sms-permission',
        phone: 'android' as const,
        feature: 'messages' as const,
        at,
      },
    }));
    await store.commitTurn({
      conversationId: 'c1',
      seq: entry.seq,
      outgoing: [],
      state: new Map(),
      cases: [],
      fixes,
    });
    await store.close();
  }
  const learning = async (...args: string[]) => (await run('cli/learning.ts', { args, env }).ended).stdout;

  it('prints what was learned, forgets it on request, and then has nothing to print', async () => {
    await solveThree();
    expect(await learning()).toMatch(
      /Learned from 3 case\(s\).*\n\nandroid, messages \(3 case\(s\)\)\n +3 {2}android\.sms-permission/,
    );
    expect(JSON.parse(await learning('--reset', '--json'))).toEqual({ forgotten: 3 });
    expect(await learning()).toMatch(/Nothing was learned yet/);
  });
});
