import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/storage/stores.ts';
import { run } from '../../support/process.ts';

let folder: string;
let env: { DATABASE_URL: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'privacy-cli-'));
  env = { DATABASE_URL: `sqlite:${join(folder, 'support.db')}` };
  const at = '2020-01-01T10:00:00.000Z';
  const store = await openStore(env.DATABASE_URL, {
    clock: () => new Date(at),
    newId: () => crypto.randomUUID(),
  });
  await store.createConversation({ id: 'c1', channel: 'directline', userId: 'dl_u', startedAt: at });
  const { entry } = await store.accept({
    conversationId: 'c1',
    activity: { type: 'message', text: 'zebrafish' },
  });
  await store.commitTurn({ conversationId: 'c1', seq: entry.seq, outgoing: [], state: new Map(), cases: [] });
  const file = { id: 'f1', conversationId: 'c1', name: '../../x.txt', contentType: 'text/plain' };
  await store.files.begin({ ...file, expiresAt: '2100-01-01T00:00:00.000Z' });
  await store.files.append('f1', Buffer.from('axolotl'));
  await store.files.finish('f1');
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const command = (name: string, ...args: string[]) => run(`cli/${name}.ts`, { args, env }).ended;
const filesWith = (text: string) =>
  readdirSync(folder).filter(
    (name) => name.startsWith('support.db') && readFileSync(join(folder, name)).includes(text),
  );

describe('the commands for visitors’ data', () => {
  it('erase nothing before they are told to, then everything, and say when there is nothing', async () => {
    const asked = await command('erase', '--visitor', 'dl_u');
    expect(asked.stdout).toMatch(/^Would erase 1 conversation/);
    expect(filesWith('zebrafish')).not.toEqual([]);
    const done = await command('erase', '--visitor', 'dl_u', '--yes', '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({
      conversations: [{ id: 'c1' }],
      rows: { log: 1, files: 1 },
    });
    expect(filesWith('zebrafish')).toEqual([]);
    expect(filesWith('axolotl')).toEqual([]);
    expect((await command('erase', '--conversation', 'c1')).stderr).toMatch(/^privacy\.unknown/);
    expect((await command('erase')).stderr).toMatch(/^cli\.invalid-input: Name exactly one/);
  });

  it('say that there is no database, rather than make one and find nothing in it', async () => {
    const elsewhere = { DATABASE_URL: `sqlite:${join(folder, 'none', 'support.db')}` };
    const { code, stderr } = await run('cli/erase.ts', { args: ['--visitor', 'dl_u'], env: elsewhere }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^storage\.missing: .*support\.db/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('export everything into a folder, files by their ids', async () => {
    const to = join(folder, 'export');
    await command('export-data', '--conversation', 'c1', '--to', to);
    expect(readFileSync(join(to, 'data.json'), 'utf8')).toContain('zebrafish');
    expect(readFileSync(join(to, 'data.html'), 'utf8')).toContain('zebrafish');
    expect(readFileSync(join(to, 'files', 'f1'), 'utf8')).toBe('axolotl');
    expect(existsSync(join(folder, 'x.txt'))).toBe(false);
  });

  it('tell what is older than it may be, and delete it only when told to', async () => {
    const counts = async (...args: string[]) =>
      (JSON.parse((await command('retention', '--json', ...args)).stdout) as { counts: object }).counts;
    const old = { conversations: 1, cases: 0, escalations: 0, files: 1 };
    expect(await counts()).toEqual(old);
    expect(await counts('--now')).toEqual(old);
    expect(await counts()).toEqual({ conversations: 0, cases: 0, escalations: 0, files: 0 });
    expect(filesWith('zebrafish')).toEqual([]);
  });
});
