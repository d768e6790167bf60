import { EventFactory, type TurnContext } from 'botbuilder';
import type { Activity } from '../../../src/conversation/activity.ts';
import { handoffInitiation } from '../../../src/escalation/package/handoff-event.ts';
import { describeCase } from '../../../src/escalation/package/build-package.ts';
import type { HandOverPackage, TranscriptPart } from '../../../src/escalation/package/package.ts';
import { packageToMarkdown } from '../../../src/escalation/package/markdown.ts';
import { packageToPage } from '../../../src/escalation/package/page.ts';
import { packageToText } from '../../../src/escalation/package/text.ts';
import { activityToText } from '../../../src/presentation/plain-text.ts';
import { ana } from '../../support/agents.ts';
import { symptoms } from '../../support/content.ts';
import { Support } from '../../support/conversation.ts';
import { escalationOf, packageOf, waitingCase, wording } from '../../support/escalation.ts';

/** Of the one case that waits, as it is opened and read at the desk. */
async function wholePackage({ desk }: Support): Promise<HandOverPackage> {
  const [waiting] = await desk.queue(ana);
  const id = waiting?.escalation.id ?? '';
  const { package: known } = await desk.open(ana, id);
  const parts: TranscriptPart[] = [];
  for await (const page of await desk.transcript(ana, id)) parts.push(...page);
  const transcript = parts.flatMap(({ line }) => line ?? []);
  return { ...known, transcript, activities: parts.map(({ activity }) => activity) };
}

describe('the package of a case', () => {
  let support: Support;

  beforeEach(async () => {
    support = await Support.open();
  });
  afterEach(() => support.close());

  it('holds everything that the visitor sent and saw, in order', async () => {
    const visitor = await support.visitor();
    const words = ['hello there', 'it is <b>really</b> urgent', 'v@example.org', 'yes'];
    await visitor.say('hello there');
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('already-ok');
    await visitor.click('skip');
    await visitor.click('talk-to-person');
    for (const text of words.slice(1)) await visitor.say(text);
    const file = { contentType: 'image/png', contentUrl: 'https://x.example/1.png', name: 'shot.png' };
    await visitor.send({ type: 'message', attachments: [file] });
    const handOver = await wholePackage(support);

    const lines = handOver.transcript;
    const shown = lines.filter(({ from }) => from !== 'visitor').map(({ text }) => text);
    const seen = visitor.sent
      .filter(({ type }) => type === 'message')
      .map((activity) => activityToText(activity));
    expect(shown.filter((text) => seen.includes(text))).toEqual(seen);
    const sent = lines.filter(({ from }) => from === 'visitor');
    expect(sent.map(({ text }) => text)).toEqual(expect.arrayContaining(words));
    expect(sent.map(({ meaning }) => meaning)).toContain('Talk to a person');
    expect(sent.at(-1)).toMatchObject({ files: [{ name: 'shot.png', contentType: 'image/png' }] });
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(lines.every(({ at, who }) => at !== '' && who !== '')).toBe(true);
    for (const text of [
      packageToText(handOver, wording),
      packageToMarkdown(handOver),
      packageToPage(handOver),
    ]) {
      expect(text).toContain('shot.png');
    }
    const log = await support.store.readLog({
      conversationId: visitor.conversationId,
      after: 0,
      limit: 1000,
    });
    expect(handOver.activities.map(({ id }) => id)).toEqual(log.map(({ activityId }) => activityId));
    expect(handOver.activities.every(({ from, timestamp }) => from?.role && timestamp)).toBe(true);
  });

  it('says in one paragraph what is known, what was checked, what was not, and why', async () => {
    const visitor = await support.visitor();
    await visitor.reachCheck(symptoms.notifications);
    const { check } = visitor.support();
    await visitor.click('skip');
    const card = await visitor.click('talk-to-person');
    expect(card).toContain('Checked so far: nothing yet');
    await visitor.say('it is for work');
    const [waiting] = await support.desk.queue(ana);
    const { package: handOver } = await support.desk.open(ana, waiting?.escalation.id ?? '');
    const { summary, untried } = handOver;
    expect(summary).not.toContain('\n');
    for (const part of [symptoms.notifications, 'Android', 'asked for a person', 'it is for work']) {
      expect(summary).toContain(part);
    }
    expect(untried[0]).toMatchObject({ check, why: 'skipped' });
    expect(untried.slice(1).every(({ why }) => why.startsWith('not reached'))).toBe(true);
  });

  it('names a check once in that paragraph, by its last answer', () => {
    const answers = [
      { check: 'android.notification-access', answer: 'skip' },
      { check: 'android.background-data', answer: 'not-found' },
      { check: 'android.notification-access', answer: 'already-ok' },
    ] as const;
    const at = '2026-11-23T10:01:00.000Z';
    const subject = { ...waitingCase, answers: answers.map((answered) => ({ ...answered, at })) };
    const known = describeCase({ escalation: escalationOf(), case: subject, wording });
    expect(known.checks.map(({ check, answer }) => ({ check, answer }))).toEqual(answers);
    expect(known.untried.filter(({ why }) => why === 'skipped')).toEqual([]);
    for (const { check } of answers) expect(known.summary.split(wording.checkTitle(check))).toHaveLength(2);
    expect(known.summary).toContain(
      `Not tried: ${wording.checkTitle('android.background-data')} (not found)`,
    );
  });
});

describe('handoff.initiate', () => {
  it('has every field that the SDK gives it', () => {
    const handOver = packageOf();
    const event = handoffInitiation(handOver, { id: 'k', channel: 'directline' });
    const said = { ...handOver.activities[0], recipient: { id: 'bot' } };
    const context = { activity: said } as unknown as TurnContext;
    const transcript = { activities: handOver.activities };
    const made = EventFactory.createHandoffInitiation(context, event.value, transcript as never);
    const ours: Activity = event;
    expect(ours).toMatchObject({
      type: made.type,
      name: made.name,
      value: made.value,
      from: made.from,
      replyToId: made.replyToId,
      channelId: made.channelId,
      conversation: made.conversation,
      attachments: made.attachments,
      entities: made.entities,
    });
    expect(event.relatesTo).toMatchObject({
      activityId: made.relatesTo?.activityId,
      user: made.relatesTo?.user,
      conversation: made.relatesTo?.conversation,
      channelId: made.relatesTo?.channelId,
    });
  });
});

describe('words of strangers', () => {
  const nasty = '</p><script>alert(1)</script> ![x](javascript:alert(1)) [a](b)';
  const handOver = packageOf({ note: nasty });

  it('stay text on the page', () => {
    expect(packageToPage(handOver)).not.toMatch(/<script|<img|href=/);
  });

  it('make no link or picture in Markdown', () => {
    expect(packageToMarkdown(handOver)).not.toMatch(/(?<!\\)!?\[x\]\(/);
  });
});
