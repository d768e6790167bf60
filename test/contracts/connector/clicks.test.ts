import type { Activity } from '../../../src/conversation/activity.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { Teams, executesOf, promised } from '../../support/azure/teams.ts';

/** Turns as they were given to the bot, beside what the real one answers. */
const seen: Activity[] = [];
let teams: Teams;
beforeAll(async () => {
  teams = await Teams.start();
  const inner = teams.app.store.accept.bind(teams.app.store);
  teams.app.store.accept = (inbound) => {
    seen.push(inbound.activity);
    return inner(inbound);
  };
});
beforeEach(() => seen.splice(0));
afterAll(() => teams.close());

const symptom = 'None of the notifications on my Galaxy reach Phone Link on the PC';

describe('a click', () => {
  const answers = (data: Record<string, unknown>) => data.answer === 'already-ok';

  async function atCheck() {
    const person = teams.person();
    await person.says(symptom);
    await teams.service.until(() => person.withButton(answers) !== undefined);
    return person;
  }

  it('is answered with the card that stands in its place, which everybody else gets too', async () => {
    const person = await atCheck();
    const before = person.withButton(answers);
    const answered = await person.clicks(answers);
    expect(answered.status).toBe(200);
    const body = JSON.parse(answered.text) as { type: string; value: object };
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    await teams.service.until(() => teams.service.calls.some(({ method }) => method === 'PUT'));
    const replaced = person.screen().find(({ id }) => id === before?.id);
    expect(replaced?.activity.attachments?.[0]?.content).toEqual(body.value);
    expect(executesOf(replaced?.activity)).toEqual([]);
  });

  it('that Teams delivers again under another id counts once, and is answered as before', async () => {
    const person = await atCheck();
    const card = person.withButton(answers);
    const action = executesOf(card?.activity).find(({ data }) => answers(data));
    if (!card || !action) throw new Error('There is no such button.');
    const first = await teams.post(person.clicked(action, card.id));
    const second = await teams.post(person.clicked(action, card.id));
    expect(second).toEqual(first);
    expect(seen.filter(({ type }) => type === 'invoke')).toHaveLength(2);
    const next = (data: Record<string, unknown>) => answers(data) && data.check !== action.data.check;
    await teams.service.until(() => person.withButton(next) !== undefined);
    expect(person.screen().filter(({ activity }) => executesOf(activity).length > 0)).toHaveLength(1);
  });

  it('of a client that only knows submits does the same', async () => {
    const person = await atCheck();
    const card = person.withButton(answers);
    const action = executesOf(card?.activity).find(({ data }) => answers(data));
    expect(action?.fallback.type).toBe('Action.Submit');
    await teams.post(person.activity({ text: undefined, value: action?.fallback.data, replyToId: card?.id }));
    await teams.service.until(
      () => executesOf(person.screen().find(({ id }) => id === card?.id)?.activity).length === 0,
    );
  });

  it('on a card that has been answered, on one of an erased case, and of last month changes nothing', async () => {
    const person = await atCheck();
    const card = person.withButton(answers);
    const action = executesOf(card?.activity).find(({ data }) => answers(data));
    if (!card || !action) throw new Error('There is no such button.');
    await teams.post(person.clicked(action, card.id));
    for (const [data, on] of [
      [{ ...action.data, answer: 'fixed' }, card.id],
      [{ ...action.data, case: 'GONE1234' }, '1:gone'],
      [{ ...action.data, nonce: 'of-last-month', step: 1 }, '1:999999'],
    ] as const) {
      const answered = await teams.post(person.clicked({ ...action, data }, on));
      expect(answered.status).toBe(200);
      expect(JSON.parse(answered.text)).toMatchObject({ statusCode: 200 });
    }
  });

  it('asks for a card as it is now when the client refreshes it', async () => {
    const person = await atCheck();
    const card = person.withButton(answers);
    const { refresh } = card?.activity.attachments?.[0]?.content as {
      refresh: { action: { verb: string; data: object }; userIds: string[] };
    };
    expect(refresh.userIds).toEqual([person.place.from.id]);
    const value = { action: { type: 'Action.Execute', ...refresh.action }, trigger: 'automatic' };
    const ask = () =>
      teams.post(
        person.activity({ type: 'invoke', name: 'adaptiveCard/action', replyToId: card?.id, value }),
      );
    expect((JSON.parse((await ask()).text) as { value: object }).value).toEqual(
      card?.activity.attachments?.[0]?.content,
    );
    await person.clicks(answers);
    const now = JSON.parse((await ask()).text) as { value: { refresh?: object } };
    expect(now.value.refresh).toBeUndefined();
  });
});

describe('a turn that takes long', () => {
  it('is acknowledged in time, shows that the bot is typing, and is answered when it is done', async () => {
    const finished = promised();
    const slow: TurnHandler = async (turn) => {
      await finished.promise;
      turn.send({ type: 'message', text: 'at last' });
    };
    const other = await Teams.start({ handle: slow, azure: { invokeTimeoutMs: 20, typingAfterMs: 1 } });
    const person = other.person();
    expect((await person.says('hi')).status).toBe(200);
    const value = { action: { type: 'Action.Execute', verb: 'start-over', data: { do: 'start-over' } } };
    const invoke = person.activity({ type: 'invoke', name: 'adaptiveCard/action', value });
    expect(JSON.parse((await other.post(invoke)).text)).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('still at it') as string,
    });
    await other.service.until(() => other.service.calls.some(({ activity }) => activity.type === 'typing'));
    finished.keep();
    await other.service.until(() => person.screen().length === 2);
    expect(person.screen().map(({ activity }) => activity.text)).toEqual(['at last', 'at last']);
    await other.close();
  });
});
