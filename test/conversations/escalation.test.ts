import type { Escalation } from '../../src/conversation/escalation.ts';
import { fixOf } from '../../src/troubleshooting/learned-fixes.ts';
import { ana, ben, eve } from '../support/agents.ts';
import { symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

/** The newest escalation of the visitor's case. */
async function escalation(): Promise<Escalation> {
  const found = await support.store.escalations.escalationOfCase(visitor.support().case ?? '');
  if (!found) throw new Error('There is no escalation.');
  return found;
}

async function askForPerson(): Promise<Escalation> {
  await visitor.reachCheck(symptoms.notifications);
  await visitor.click('talk-to-person');
  return escalation();
}

async function takenByAna(): Promise<string> {
  const { id } = await askForPerson();
  await support.desk.take(ana, id);
  await visitor.look();
  return id;
}

const write = (escalationId: string) => support.desk.send(ana, { escalationId, key: 'x', text: 'x' });

describe('a wish for a person', () => {
  it('puts the case in line in the same turn, and says the place and that the wait is not known', async () => {
    const { state, because } = await askForPerson();
    expect({ state, because }).toEqual({ state: 'queued', because: 'asked' });
    expect(visitor.support().state).toBe('waiting-for-person');
    expect(visitor.answer()).toContain("You're next in line");
    expect(visitor.answer()).toContain("we don't know yet");
  });

  it('is followed by three questions at most, which buttons answer', async () => {
    await askForPerson();
    expect(visitor.answer()).toContain('anything else the person should know');
    expect(await visitor.click('skip')).toContain('e-mail');
    expect(await visitor.click('skip')).toContain('May I pass');
    expect(await visitor.click('yes')).toContain("That's all");
    expect(visitor.support().state).toBe('waiting-for-person');
    expect(await escalation()).toMatchObject({ note: '', consent: true });
    expect(await visitor.say('one more thing')).toContain('Added to your case');
  });

  it('takes typed answers to all of them', async () => {
    await askForPerson();
    await visitor.say('it began after I dropped the phone');
    await visitor.say('you can reach me at ana.b+phone@example.org thanks');
    await visitor.say('yes');
    expect(await escalation()).toMatchObject({
      note: 'it began after I dropped the phone',
      email: 'ana.b+phone@example.org',
      consent: true,
    });
  });

  it('takes an address that comes with the note, and does not ask for it again', async () => {
    await askForPerson();
    expect(await visitor.say('it is urgent, write to me at v@example.org')).toContain('May I pass');
    expect(await escalation()).toMatchObject({ email: 'v@example.org' });
  });

  it('adds what is no e-mail address to what the person should know', async () => {
    await askForPerson();
    await visitor.say('no');
    expect(await visitor.say('just call me, I am in the office')).toContain('found no e-mail address');
    const { note, email } = await escalation();
    expect([note, email]).toEqual(['just call me, I am in the office', undefined]);
  });

  it('is taken back by a no to passing it on, and the same check is asked again', async () => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
    await visitor.click('skip');
    await visitor.click('skip');
    expect(await visitor.click('no')).toContain('nothing is passed on');
    expect(visitor.support()).toMatchObject({ state: 'checking', check });
    expect(await escalation()).toMatchObject({ state: 'cancelled', consent: false });
  });

  it('clicked once more asks nothing again and keeps the place', async () => {
    const first = await askForPerson();
    const card = visitor.lastCard();
    await visitor.click('skip');
    expect(await visitor.say('talk to a person')).toContain('waiting for a person already');
    expect(await visitor.clickOn(card, 'skip')).toContain('earlier step');
    expect((await escalation()).queuedAt).toBe(first.queuedAt);
  });

  it('opens a case by itself when it is the first thing said, and keeps the words', async () => {
    await visitor.say('I want to talk to a human being please');
    expect(visitor.support().state).toBe('waiting-for-person');
    const [waiting] = await support.desk.queue(ana);
    expect(waiting?.escalation.state).toBe('queued');
  });

  it('brings along what was said before and could not be read, and the devices in it', async () => {
    await visitor.say('my pixel 8 sings opera at me');
    await visitor.say('it is all purple since tuesday');
    await visitor.say('talk to a person');
    const opened = await visitor.case();
    expect(opened?.symptoms).toEqual([
      'my pixel 8 sings opera at me',
      'it is all purple since tuesday',
      'talk to a person',
    ]);
    expect(opened?.facets).toMatchObject({ phone: 'android', maker: 'google' });
  });

  it('keeps the last three of what could not be read, and not for the next case', async () => {
    const unreadable = [
      'how do I cook rice for six people',
      'who won the football world cup last year',
      'the weather in Spain is lovely this week',
      'which restaurant in town is open on sundays',
    ];
    for (const thing of unreadable) await visitor.say(thing);
    await visitor.say('talk to a person');
    expect((await visitor.case())?.symptoms).toEqual([...unreadable.slice(1), 'talk to a person']);
    await visitor.click('start-over');
    await visitor.reachCheck(symptoms.photos);
    expect((await visitor.case())?.symptoms).toEqual([symptoms.photos]);
  });

  it('is granted in turn: first come first, each told their place', async () => {
    const first = await askForPerson();
    visitor = await support.visitor();
    const second = await askForPerson();
    expect(visitor.answer()).toContain("You're number 2");
    const waiting = await support.desk.queue(ana);
    expect(waiting.map((listed) => listed.escalation.id)).toEqual([first.id, second.id]);
  });

  it('of a second problem joins the one that waits already', async () => {
    const first = await askForPerson();
    const firstCase = visitor.support().case;
    expect(await visitor.click('start-over')).toContain('A person will still come');
    await visitor.reachCheck(symptoms.photos);
    await visitor.click('talk-to-person');
    expect(await support.desk.queue(ana)).toHaveLength(1);
    const found = await support.store.escalations.findEscalation(first.id);
    expect(found).toMatchObject({ caseId: firstCase, furtherCases: [visitor.support().case] });
  });
});

describe('a case that a person has', () => {
  it('is told to the visitor with the name, and the bot is silent from then on', async () => {
    await takenByAna();
    expect(visitor.answer()).toContain('Ana is here now');
    expect(visitor.support().state).toBe('with-person');
    expect(await visitor.say('hello? my texts stopped')).toBe('');
    expect(await visitor.say('start over')).toBe('');
    expect(visitor.support().state).toBe('with-person');
  });

  it('goes both ways: the agent’s message stands in the chat under their name, once per key', async () => {
    const id = await takenByAna();
    const message = { escalationId: id, key: 'k1', text: 'Which phone is it?' };
    const [one, two] = await Promise.all([support.desk.send(ana, message), support.desk.send(ana, message)]);
    expect(one).toEqual(two);
    await visitor.look();
    expect(visitor.answer()).toBe('Which phone is it?');
    expect(visitor.messages().at(-1)).toMatchObject({
      from: { name: 'Ana', role: 'bot' },
      channelData: { support: { state: 'with-person', agent: { name: 'Ana' } } },
    });
    await visitor.say('a Pixel');
    const log = await support.desk.log(ana, { escalationId: id, after: one.seq, limit: 10 });
    expect(log.map(({ activity }) => activity.text)).toContain('a Pixel');
  });

  it.each(['/bot', 'the button'])('goes back to the bot by %s, to the check that was asked', async (way) => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
    const { id } = await escalation();
    await support.desk.take(ana, id);
    await visitor.look();
    if (way === '/bot') await visitor.say('/bot');
    else await visitor.click('return-to-bot');
    expect(visitor.support()).toMatchObject({ state: 'checking', check });
    expect(await escalation()).toMatchObject({ state: 'returned' });
    expect(await visitor.case()).toMatchObject({ state: 'checking' });
    await visitor.click('already-ok');
    expect(visitor.support().check).not.toBe(check);
  });

  it('goes back to the bot by the agent, and to a person again without the same questions', async () => {
    await askForPerson();
    await visitor.say('it is urgent');
    await visitor.say('ana@example.org');
    await visitor.say('yes');
    const { id } = await escalation();
    await support.desk.take(ana, id);
    await support.desk.returnToBot(ana, id);
    await visitor.look();
    expect(visitor.answer()).toContain("I'm back");
    await visitor.click('talk-to-person');
    expect(visitor.answer()).not.toContain('anything else the person should know');
    expect(await escalation()).toMatchObject({ state: 'queued', note: 'it is urgent', consent: true });
  });

  it('is closed with an outcome, and the visitor’s rating is kept with both', async () => {
    const id = await takenByAna();
    await support.desk.close(ana, { escalationId: id, solved: true, check: 'android.notification-access' });
    await visitor.look();
    expect(visitor.answer()).toContain("That's solved");
    expect(visitor.support().state).toBe('solved');
    await visitor.click('rate', { score: '5', comment: 'kind' });
    expect(await escalation()).toMatchObject({
      state: 'closed',
      outcome: { solved: true, check: 'android.notification-access' },
      rating: { score: 5, comment: 'kind' },
    });
    expect(await visitor.case()).toMatchObject({ state: 'solved', outcome: 'handed-over' });
  });

  it('solved with a check that the guide knows teaches like a fix of the visitor, and with none not', async () => {
    const id = await takenByAna();
    await support.desk.close(ana, { escalationId: id, solved: true, check: 'windows.notifications-on' });
    const taught = await support.store.findCase(visitor.support().case ?? '');
    expect(taught && fixOf(taught)).toMatchObject({ check: 'windows.notifications-on', phone: 'android' });
    visitor = await support.visitor();
    const other = await takenByAna();
    await support.desk.close(ana, { escalationId: other, solved: true, check: 'made.up' });
    const untaught = await support.store.findCase(visitor.support().case ?? '');
    expect(untaught && fixOf(untaught)).toBeUndefined();
  });

  it('closed without a fix is no solved case, and a new symptom begins a new one', async () => {
    const id = await takenByAna();
    await support.desk.close(ana, { escalationId: id, solved: false });
    await visitor.look();
    const closed = visitor.support();
    expect(closed.state).toBe('closed');
    await visitor.reachCheck(symptoms.photos);
    expect(visitor.support().case).not.toBe(closed.case);
  });

  it('interrupts the bot at another problem, which goes on afterwards', async () => {
    const { id } = await askForPerson();
    const waiting = visitor.support().case;
    await visitor.click('start-over');
    const other = await visitor.reachCheck(symptoms.photos);
    await support.desk.take(ana, id);
    await visitor.look();
    expect(visitor.support()).toMatchObject({ case: waiting, state: 'with-person' });
    await visitor.say('/bot');
    expect(visitor.support()).toMatchObject({ case: other.case, check: other.check, state: 'checking' });
  });

  it('is handed on to another agent, or back in line without losing its place', async () => {
    const id = await takenByAna();
    await support.desk.handOn(ana, { escalationId: id, to: ben });
    await expect(write(id)).rejects.toMatchObject({ code: 'escalation.not-yours' });
    await support.desk.handOn(ben, { escalationId: id });
    await visitor.look();
    expect(visitor.support().state).toBe('waiting-for-person');
    expect((await support.desk.queue(ana)).map((listed) => listed.escalation.id)).toEqual([id]);
  });
});

describe('an agent', () => {
  it('wins a case alone when two take it at once, and the other is told', async () => {
    const { id } = await askForPerson();
    const both = await Promise.allSettled([support.desk.take(ana, id), support.desk.take(ben, id)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'escalation.taken' } });
    await expect(support.desk.take(ana, id)).resolves.toMatchObject({ agent: { id: 'a1' } });
  });

  it('of another queue does not learn that a case exists', async () => {
    const { id } = await askForPerson();
    expect(await support.desk.queue(eve)).toEqual([]);
    for (const act of [support.desk.take(eve, id), support.desk.open(eve, id)]) {
      await expect(act).rejects.toMatchObject({ code: 'escalation.unknown' });
    }
  });

  it('cannot write before taking, nor after the end', async () => {
    const { id } = await askForPerson();
    await expect(write(id)).rejects.toMatchObject({ code: 'escalation.not-taken' });
    await support.desk.take(ana, id);
    await support.desk.close(ana, { escalationId: id, solved: true });
    await expect(write(id)).rejects.toMatchObject({ code: 'escalation.ended' });
  });

  it('finds past cases by the visitor’s words, also with signs that mean something to a database', async () => {
    await askForPerson();
    await visitor.say('it says 100% done_here');
    expect(await support.desk.search(ana, { text: '100% DONE_', limit: 10 })).toHaveLength(1);
    expect(await support.desk.search(ana, { text: '100%x', limit: 10 })).toHaveLength(0);
    expect(await support.desk.search(eve, { text: '100%', limit: 10 })).toHaveLength(0);
  });

  it('leaves notes that no visitor sees, and sees how much is unread', async () => {
    const id = await takenByAna();
    await support.desk.note(ana, { escalationId: id, text: 'seems upset' });
    await visitor.say('are you there?');
    const [mine] = await support.desk.mine(ana);
    expect(mine?.unread).toBeGreaterThan(0);
    await support.desk.read(ana, { escalationId: id, upTo: 10_000 });
    expect((await support.desk.mine(ana))[0]?.unread).toBe(0);
    expect(JSON.stringify(visitor.sent)).not.toContain('seems upset');
    const { changes } = await support.desk.open(ana, id);
    expect(changes.map(({ event }) => event)).toContainEqual({ is: 'noted', text: 'seems upset' });
  });

  it('hears of every change and message in their queues, and of nothing in others', async () => {
    const heard: string[] = [];
    const foreign: string[] = [];
    support.desk.subscribe(ana, (news) =>
      heard.push(news.is === 'escalation' ? news.change.event.is : news.is),
    );
    support.desk.subscribe(eve, (news) => foreign.push(news.is));
    const id = await takenByAna();
    await visitor.say('hello');
    await support.desk.typing(ana, id);
    expect(heard).toEqual(expect.arrayContaining(['requested', 'queued', 'accepted', 'entries', 'passing']));
    expect(foreign).toEqual([]);
  });

  it('who declines leaves the visitor with a ticket or the bot', async () => {
    const id = await takenByAna();
    await support.desk.decline(ana, id);
    await visitor.look();
    expect(visitor.answer()).toContain("can't take your case");
    await visitor.click('ticket');
    expect(await escalation()).toMatchObject({ state: 'queued', ticket: true });
  });
});
