import type { DeskNews } from '../../../src/escalation/desk.ts';
import { saidIn } from '../../../src/escalation/package/text.ts';
import { FileStorage } from '../../support/azure/file-storage.ts';
import {
  agentAtThread,
  bo,
  escalate,
  problem,
  startSupportTeam,
  textOf,
} from '../../support/azure/support-team.ts';
import type { Teams, TeamsPerson } from '../../support/azure/teams.ts';

const zoe = { id: 'zoe', name: 'Zoe', queues: ['support'] };
let teams: Teams;
let visitor: TeamsPerson;

beforeEach(async () => {
  teams = await startSupportTeam();
  visitor = teams.person();
});
afterEach(() => teams.close());

const visitorSees = (text: string) =>
  teams.service.until(() => visitor.screen().some((shown) => textOf(shown).includes(text)));

async function waiting(): Promise<string> {
  await escalate(visitor, teams);
  const [line] = await teams.app.desk.queue(zoe);
  return line?.escalation.id ?? '';
}

/** Resolves once the desk has heard of this. */
function heard(fits: (news: DeskNews) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = teams.app.desk.subscribe(zoe, (news) => {
      if (!fits(news)) return;
      stop();
      resolve();
    });
  });
}

const says = (text: string) => (news: DeskNews) =>
  news.is === 'entries' && news.entries.some(({ activity }) => activity.text === text);

describe('a visitor in Teams and an agent at the desk', () => {
  it('talk both ways, and the bot is silent', async () => {
    const id = await waiting();
    await teams.app.desk.take(zoe, id);
    await visitorSees('Zoe is here now');
    await teams.app.desk.send(zoe, { escalationId: id, key: '1', text: 'Which phone is it?' });
    await visitorSees('Which phone is it?');
    const arrived = heard(says('a Pixel 8'));
    await visitor.says('a Pixel 8');
    await arrived;
    await teams.app.idle();
    expect(textOf(visitor.screen().at(-1))).toContain('Which phone is it?');
  });

  it('see each other type', async () => {
    const id = await waiting();
    await teams.app.desk.take(zoe, id);
    await visitorSees('Zoe is here now');
    const typed = () => teams.service.calls.filter(({ activity }) => activity.type === 'typing').length;
    const before = typed();
    await teams.app.desk.typing(zoe, id);
    await teams.app.desk.typing(zoe, id);
    await teams.service.until(() => typed() > before);
    expect(typed()).toBe(before + 1);
    const arrived = heard((news) => news.is === 'passing' && news.activity.from?.role === 'user');
    await teams.post(visitor.activity({ type: 'typing', text: undefined }));
    await arrived;
  });

  it('end it: the visitor rates in Teams, and the desk has the rating', async () => {
    const id = await waiting();
    await teams.app.desk.take(zoe, id);
    await teams.app.desk.close(zoe, { escalationId: id, solved: true });
    await visitorSees('How well did this help you?');
    await visitor.says('5');
    await visitorSees("that's noted");
    const { escalation } = await teams.app.desk.open(zoe, id);
    expect(escalation).toMatchObject({ state: 'closed', outcome: { solved: true }, rating: { score: 5 } });
  });

  it('are parted when the visitor calls the bot back, which goes on with the check it was at', async () => {
    const id = await waiting();
    await teams.app.desk.take(zoe, id);
    await visitorSees('Zoe is here now');
    await visitor.says('/bot');
    await teams.service.until(() => /check 1 of/i.test(textOf(visitor.screen().at(-1))));
    await expect(teams.app.desk.send(zoe, { escalationId: id, key: '9', text: 'x' })).rejects.toMatchObject({
      code: 'escalation.ended',
    });
  });
});

describe('the transcript of a case that came from Teams and was helped in Teams', () => {
  it('has every message of both sides, in order, with files, and none twice', async () => {
    const storage = await FileStorage.start();
    storage.kept.set('/log.txt', { bytes: Buffer.from('a log'), contentType: 'text/plain' });
    const id = await waiting();
    const agent = await agentAtThread(teams, bo);
    await agent.presses('take');
    await visitorSees('Bo is here now');
    await agent.says('first question');
    await visitorSees('first question');
    const file = {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      ...{ contentUrl: 'https://contoso.sharepoint.com/log.txt', name: 'log.txt' },
      content: { downloadUrl: `${storage.url}/log.txt`, uniqueId: '1', fileType: 'txt' },
    };
    await teams.post(visitor.activity({ text: 'first answer', attachments: [file] }));
    await agent.until(() => agent.replies().some((text) => text.includes('first answer')));
    await agent.says('second question');
    await visitorSees('second question');
    await agent.presses('not-solved');
    await visitorSees('How well did this help you?');
    await teams.app.idle();
    const handOver = await transcript(id);
    const said = [problem, 'it is urgent', 'Bo is here now', 'first question'];
    const then = ['first answer', 'log.txt', 'second question', 'How well did this help you?'];
    const places = [...said, ...then].map((text) => handOver.indexOf(text));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    for (const text of ['first question', 'first answer', 'second question'])
      expect(handOver.split(text)).toHaveLength(2);
    await storage.close();
  });

  /** As the desk gives it out. */
  async function transcript(id: string): Promise<string> {
    const lines: string[] = [];
    for await (const parts of await teams.app.desk.transcript(zoe, id)) {
      for (const { line } of parts) {
        if (line) lines.push([saidIn(line), ...(line.files ?? []).map(({ name }) => name)].join(' '));
      }
    }
    return lines.join('\n');
  }
});
