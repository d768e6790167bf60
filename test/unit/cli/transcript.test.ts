import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activity } from '../../../src/conversation/activity.ts';
import type { Case } from '../../../src/conversation/case.ts';
import type { LogEntry } from '../../../src/conversation/store.ts';
import { formatListed, formatTranscript } from '../../../src/escalation/package/text.ts';
import * as transcript from '../../../src/escalation/package/transcript.ts';
import { loadGuide } from '../../../src/guide/load-guide.ts';
import { createWording } from '../../../src/presentation/wording.ts';
import { openStore } from '../../../src/storage/stores.ts';

const root = join(__dirname, '../../..');
const guide = loadGuide(join(root, 'knowledge/phone-link'));
const wording = createWording(guide);
const check = 'android.notification-access';
const title = guide.check(check)?.title ?? '';

const subject: Case = {
  id: 'FIRSTCAS',
  conversationId: 'c',
  state: 'waiting-for-person',
  outcome: 'handed-over',
  openedAt: '2026-11-22T10:00:05.000Z',
  guideVersion: guide.version,
  symptoms: ['my alerts\nstay away'],
  facets: { phone: 'android', windows: 11 },
  sections: [{ section: 'android.notification-access', share: 0.8 }],
  pointedAt: [],
  answers: [{ check, answer: 'already-ok', at: '2026-11-22T10:01:00.000Z', typed: 'it is on' }],
  later: [],
};

/** A log of the given activities, one a second from 10:00:01; what has a `from` came in. */
function logOf(activities: Activity[]): LogEntry[] {
  return activities.map((activity, index) => ({
    conversationId: 'c',
    seq: index + 1,
    activityId: activity.id ?? `a${index + 1}`,
    direction: activity.from ? 'in' : 'out',
    activity: { timestamp: `2026-11-22T10:00:${String(index + 1).padStart(2, '0')}.000Z`, ...activity },
  }));
}

const visitor = { id: 'v' };
const said = (text: string, value?: unknown): Activity => ({ type: 'message', from: visitor, text, value });
const answered = (text: string, about: string | null, replyToId?: string): Activity => ({
  type: 'message',
  text,
  replyToId,
  channelData: { support: { case: about } },
});
const transcriptOf = (log: LogEntry[], about: Case) => transcript.transcriptOf(log, about, wording);
const readable = (log: LogEntry[]) =>
  formatTranscript({ subject, lines: transcriptOf(log, subject), wording });

describe('the transcript of a case', () => {
  it('begins with the message that opened the case', () => {
    const log = logOf([
      { type: 'conversationUpdate', from: visitor },
      answered('welcome', null),
      said('hello'),
      answered('hello!', null),
      said('my alerts stay away'),
      answered('let us see', 'FIRSTCAS', 'a5'),
    ]);
    expect(transcriptOf(log, subject).map(({ text }) => text)).toEqual(['my alerts stay away', 'let us see']);
  });

  it('ends before the message that opened the next case', () => {
    const log = logOf([
      said('my alerts stay away'),
      answered('let us see', 'FIRSTCAS', 'a1'),
      said('thanks'),
      answered('welcome', 'FIRSTCAS', 'a3'),
      said('now my photos are gone'),
      answered('photos, then', 'OTHERCAS', 'a5'),
      said('yes'),
    ]);
    expect(transcriptOf(log, subject).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('holds the whole log while the bot has not answered', () => {
    expect(transcriptOf(logOf([said('hello'), said('my alerts stay away')]), subject)).toHaveLength(2);
  });

  it('leaves out what nobody said', () => {
    const log = logOf([said('my alerts stay away'), { type: 'typing', from: visitor }, { type: 'trace' }]);
    expect(transcriptOf(log, subject)).toHaveLength(1);
  });

  it('marks a message that replaced an earlier one', () => {
    const card = { ...answered('Is it on?', 'FIRSTCAS'), id: 'card' };
    const log = logOf([said('my alerts stay away'), card, said('yes'), { ...card, text: '✓ already right' }]);
    expect(transcriptOf(log, subject).at(-1)).toMatchObject({ text: '✓ already right', replaces: 2 });
    expect(readable(log)).toContain('2026-11-22 10:00:04  Bot (now reads): ✓ already right');
  });
});

describe('a transcript on paper', () => {
  it('says first what is known of the case', () => {
    expect(readable([]).split('\n')).toEqual([
      'Case FIRSTCAS',
      'State     waiting-for-person (handed-over)',
      'Opened    2026-11-22 10:00:05 UTC',
      'Problem   my alerts stay away',
      `Section   ${guide.section('android.notification-access')?.title}`,
      'Facets    Android, Windows 11',
      `Checks    ${title}: already right ("it is on")`,
      '',
    ]);
  });

  it.each([
    [
      'the title of the button, then what it means',
      'Already right',
      `[Already right] ${title}: already right`,
    ],
    ['what it means, when the client sent no title', '', `[${title}: already right]`],
  ])('shows a pressed button as %s', (_, text, expected) => {
    const press = said(text, { do: 'answer-check', check, answer: 'already-ok', case: 'FIRSTCAS', step: 2 });
    expect(readable(logOf([press]))).toContain(`2026-11-22 10:00:01  Visitor: ${expected}`);
  });

  it.each([
    [{ do: 'choose-phone', phone: 'iphone' }, '[iPhone]'],
    [{ do: 'choose-section', section: 'none' }, '[None of these]'],
    [{ do: 'choose-section', section: check }, `[${guide.section(check)?.choice}]`],
    [{ do: 'answer-check', check, answer: 'back' }, '[Back]'],
    [{ do: 'confirm-fixed', works: true }, '[It works now]'],
    [{ do: 'new-symptom', as: 'part' }, "[It's part of this one]"],
    [{ do: 'talk-to-person' }, '[Talk to a person]'],
    [{ do: 'start-over' }, '[Start over]'],
    [{ do: 'rate', score: '4', comment: 'quick' }, '[4 of 5: quick]'],
    [{ do: 'describe', text: 'Calls fail' }, '[Calls fail]'],
  ])('puts %j into words', (value, words) => {
    expect(readable(logOf([said('', value)]))).toContain(`Visitor: ${words}`);
  });

  it('keeps the text of a message whose data is none of our buttons', () => {
    expect(readable(logOf([said('hi', { do: 'something else' })]))).toContain('Visitor: hi');
  });

  it('prints the lines of a card below each other', () => {
    const content = {
      type: 'AdaptiveCard',
      body: ['One', 'Two'].map((text) => ({ type: 'TextBlock', text })),
    };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
    expect(readable(logOf([{ type: 'message', attachments }]))).toContain('Bot: One\n    Two');
  });

  it('lists a case in one line, however the problem was written', () => {
    expect(formatListed(subject, wording)).toMatch(
      /^FIRSTCAS {2}2026-11-22 10:00:05 {2}Android, Windows 11 +my alerts stay away$/,
    );
  });
});

describe('npm run transcript', () => {
  let folder: string;
  let databaseUrl: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'transcript-'));
    databaseUrl = `sqlite:${join(folder, 'support.db')}`;
    const clock = () => new Date('2026-11-22T10:00:05.000Z');
    const store = await openStore(databaseUrl, { clock, newId: () => crypto.randomUUID() });
    await store.createConversation({
      id: 'c',
      channel: 'directline',
      userId: 'v',
      startedAt: subject.openedAt,
    });
    const { entry } = await store.accept({ conversationId: 'c', activity: said('my alerts stay away') });
    await store.commitTurn({
      conversationId: 'c',
      seq: entry.seq,
      outgoing: [answered('let us see', 'FIRSTCAS', entry.activityId)],
      state: new Map(),
      cases: [subject],
    });
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const options = { cwd: root, env: { ...process.env, DATABASE_URL: databaseUrl } };
    return new Promise((resolve) => {
      execFile(process.execPath, ['src/cli/transcript.ts', ...args], options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  }

  it('prints the case, in whatever case its number is typed', async () => {
    const { stdout } = await run('firstcas');
    expect(stdout).toContain('Case FIRSTCAS');
    expect(stdout).toContain('Visitor: my alerts stay away');
    expect(stdout).toContain('Bot: let us see');
  });

  it('prints one JSON object when asked to', async () => {
    const { stdout } = await run('FIRSTCAS', '--json');
    const transcript = [
      { seq: 1, who: 'Visitor', text: 'my alerts stay away' },
      { seq: 2, who: 'Bot', text: 'let us see' },
    ];
    expect(JSON.parse(stdout)).toMatchObject({ case: { id: 'FIRSTCAS' }, transcript });
  });

  it('lists the cases that wait when no case is named', async () => {
    expect((await run()).stdout).toBe(`${formatListed(subject, wording)}\n`);
  });

  it('answers an unknown case with a code, a hint and a failing exit', async () => {
    const { code, stderr } = await run('NOSUCH');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^case\.unknown: There is no case NOSUCH\.\n→ /);
  });
});
