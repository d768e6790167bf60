import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activity } from '../../../src/conversation/activity.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { openStore } from '../../../src/storage/stores.ts';
import { ConnectorService } from '../../support/azure/connector-service.ts';
import { Teams, type TeamsOptions, echo, promised } from '../../support/azure/teams.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** Waits are over at once, and noted. */
function noWaits() {
  const waits: number[] = [];
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  return { waits, wait };
}

async function start(options: TeamsOptions = {}) {
  const { waits, wait } = noWaits();
  const azure = { wait, random: () => 0.5, ...options.azure };
  const teams = await Teams.start({ handle: echo, ...options, azure });
  open.push(teams);
  return { teams, waits };
}

const texts = (shown: { activity: Activity }[]) => shown.map(({ activity }) => activity.text);

/** Sends what it is asked to: `card` with a button, `fold` replaces the card, `many` five messages. */
const scripted: TurnHandler = async (turn) => {
  const { text = '', value } = turn.activity;
  const state = (await turn.readState(['card'])).get('card') as { id: string } | undefined;
  if (text === 'card') {
    const data = { do: 'start-over' };
    const content = { type: 'AdaptiveCard', actions: [{ type: 'Action.Submit', title: 'Go', data }] };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
    turn.writeState('card', { id: turn.send({ type: 'message', attachments }) });
  } else if (text === 'fold') {
    turn.send({ type: 'message', id: state?.id, text: 'folded' });
  } else if (text === 'large') {
    const body = Array.from({ length: 28 }, (_, index) => ({
      type: 'TextBlock',
      text: `${index} ${'x'.repeat(1000)}`,
    }));
    const content = { type: 'AdaptiveCard', version: '1.5', body };
    turn.send({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    });
  } else if (text === 'many') {
    for (const word of ['one', 'two', 'three', 'four', 'five']) turn.send({ type: 'message', text: word });
  } else {
    turn.send({ type: 'message', text: `echo ${text || JSON.stringify(value)}` });
  }
};

describe('a message to Teams', () => {
  it('is sent again when Teams asks for patience, after the time that it says', async () => {
    const { teams, waits } = await start();
    teams.service.troubles.push({ status: 429, headers: { 'retry-after': '7' } });
    const person = teams.person();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    expect(waits).toEqual([7000]);
    expect(texts(person.screen())).toEqual(['echo hi']);
  });

  it.each([412, 502, 504])('is sent again after %s, later each time', async (status) => {
    const { teams, waits } = await start();
    teams.service.troubles.push({ status }, { status }, { status });
    const person = teams.person();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    expect(waits).toEqual([750, 1500, 3000]);
  });

  it('is not sent again when it may have arrived, and what follows is sent', async () => {
    const { teams } = await start();
    teams.service.troubles.push({ status: 500, delivers: true });
    const person = teams.person();
    await person.says('first');
    await person.says('second');
    await teams.service.until(() => person.screen().length > 1);
    expect(texts(person.screen())).toEqual(['echo first', 'echo second']);
    expect(teams.events.filter(({ event }) => event === 'connector.unsure')).toHaveLength(1);
  });

  it('that takes the place of another is sent again, as twice is the same as once', async () => {
    const { teams } = await start({ handle: scripted });
    const person = teams.person();
    await person.says('card');
    await teams.service.until(() => person.screen().length > 0);
    teams.service.troubles.push({ status: 500, delivers: true }, { status: 500 });
    await person.says('fold');
    await teams.service.until(
      () => teams.service.calls.filter(({ method }) => method === 'PUT').length === 3,
    );
    expect(texts(person.screen())).toEqual(['folded']);
  });

  it('that Teams will never take is left out, and what follows is sent', async () => {
    const { teams } = await start();
    teams.service.troubles.push({ status: 400 });
    const person = teams.person();
    await person.says('first');
    await person.says('second');
    await teams.service.until(() => person.screen().length > 0);
    expect(texts(person.screen())).toEqual(['echo second']);
    expect(teams.events.map(({ event }) => event)).toContain('connector.not-sent');
  });

  it('of 28 KB comes in pieces, whole and in order, also when Teams takes one of them late', async () => {
    const { teams } = await start({ handle: scripted });
    const person = teams.person();
    teams.service.troubles.push({ status: 502 });
    await person.says('large');
    await person.says('after');
    await teams.service.until(() => texts(person.screen()).includes('echo after'));
    const cards = person.screen().slice(0, -1);
    expect(cards.length).toBeGreaterThan(1);
    const numbers = cards.flatMap(({ activity }) => {
      const { body } = activity.attachments?.[0]?.content as { body: { text: string }[] };
      return body.map((element) => Number.parseInt(element.text, 10));
    });
    expect(numbers).toEqual(Array.from({ length: 28 }, (_, index) => index));
    for (const { activity } of cards) expect(JSON.stringify(activity).length).toBeLessThan(28 * 1024);
  });

  it('keeps its place while others wait, however many there are', async () => {
    const { teams } = await start({ handle: scripted });
    const person = teams.person();
    teams.service.troubles.push({ status: 502 }, { status: 502 });
    await Promise.all([person.says('many'), teams.person().says('many')]);
    await teams.service.until(() => person.screen().length === 5);
    expect(texts(person.screen())).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('finds its way when a click shows that a doubtful card has arrived', async () => {
    const { teams } = await start({ handle: scripted });
    const person = teams.person();
    teams.service.troubles.push({ status: 500, delivers: true });
    await person.says('card');
    await teams.service.until(() => person.screen().length > 0);
    await person.clicks(({ do: name }) => name === 'start-over');
    await person.says('fold');
    await teams.service.until(() => teams.service.calls.some(({ method }) => method === 'PUT'));
    expect(texts(person.screen())).toContain('folded');
  });
});

describe('a connector that is down for a while', () => {
  it('gets everything afterwards, in order', async () => {
    const service = await ConnectorService.start();
    const { port } = service;
    await service.close();
    const failed = promised();
    const up = promised();
    const wait = async () => {
      failed.keep();
      await up.promise;
    };
    const { teams } = await start({ handle: scripted, service, azure: { wait } });
    const person = teams.person();
    await person.says('many');
    await person.says('late');
    await failed.promise;
    const back = await ConnectorService.start(port);
    open.push(back);
    up.keep();
    const shown = () => texts(back.shown(person.place.conversation.id));
    await back.until(() => shown().length === 6);
    expect(shown()).toEqual(['one', 'two', 'three', 'four', 'five', 'echo late']);
  });

  it('gets what was left when the program starts again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'left-'));
    const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
    const service = await ConnectorService.start();
    open.push(service);
    service.troubles.push({ status: 502 });
    const failed = promised();
    const wait = (_: number, signal: AbortSignal) => {
      failed.keep();
      return new Promise<void>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
      );
    };
    const first = await Teams.start({ handle: scripted, databaseUrl, service, azure: { wait } });
    const person = first.person();
    await person.says('many');
    await failed.promise;
    await first.stop();
    expect(person.screen()).toEqual([]);
    const second = await Teams.start({ handle: scripted, databaseUrl, service });
    await service.until(() => person.screen().length === 5);
    expect(texts(person.screen())).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(second.events.map(({ event }) => event)).toContain('connector.resumed');
    await second.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a process that is killed', () => {
  it('while a message is on its way does not send it again, and goes on with the next', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
    const service = await ConnectorService.start();
    open.push(service);
    const wait = (_: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
      );
    const first = await Teams.start({ handle: scripted, databaseUrl, service, azure: { wait } });
    const person = first.person();
    service.troubles.push({ status: 502 });
    await person.says('many');
    await first.happened('connector.retrying');
    await first.stop();
    const store = await openStore(databaseUrl, { clock: () => new Date(), newId: () => '' });
    const [id = ''] = await store.connector.undelivered();
    const { seq } = await store.connector.findPosition(id);
    await store.connector.savePosition(id, { seq, parts: 0, isSending: true });
    await store.close();
    const second = await Teams.start({ handle: scripted, databaseUrl, service });
    await service.until(() => person.screen().length === 4);
    expect(texts(person.screen())).toEqual(['two', 'three', 'four', 'five']);
    expect(second.events.map(({ event }) => event)).toContain('connector.unsure');
    await second.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a visitor who removed the bot', () => {
  it.each([
    ['as Teams says on sending', { status: 403, body: { error: { code: 'ConversationBlockedByUser' } } }],
    ['as the conversation is not there any more', { status: 404 }],
  ])('is not written to, %s, until they come back', async (_, trouble) => {
    const { teams } = await start({ handle: scripted });
    const person = teams.person();
    teams.service.troubles.push(trouble);
    await person.says('many');
    await teams.happened('connector.gone');
    await person.says('here again');
    await teams.service.until(() => person.screen().length > 0);
    expect(texts(person.screen())).toEqual(['echo here again']);
  });
});
