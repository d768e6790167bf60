import { Readable } from 'node:stream';
import { WebhookInbound } from '../../../src/channels/webhook/inbound.ts';
import { sign } from '../../../src/escalation/signature.ts';
import { ana } from '../../support/agents.ts';
import { symptoms } from '../../support/content.ts';
import { Support, type Visitor } from '../../support/conversation.ts';

const secret = 'a-secret-of-enough-characters';

let support: Support;
let visitor: Visitor;
let inbound: WebhookInbound;
let escalation: string;
let ids = 0;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
  const { store, turns } = support;
  inbound = new WebhookInbound({
    secret,
    store,
    escalations: store.escalations,
    turns,
    clock: () => new Date(),
  });
  await visitor.reachCheck(symptoms.notifications);
  await visitor.click('talk-to-person');
  escalation = (await support.desk.queue(ana))[0]?.escalation.id ?? '';
});
afterEach(() => support.close());

interface Call {
  id?: string;
  at?: Date;
  secret?: string;
  body?: string;
}

function call(content: object, { id = `m${(ids += 1)}`, at = new Date(), ...other }: Call = {}) {
  const body = JSON.stringify(content);
  const timestamp = Math.floor(at.getTime() / 1000);
  const headers: Record<string, string> = {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': sign({ id, timestamp, body, secret: other.secret ?? secret }),
  };
  const sent = Readable.from([Buffer.from(other.body ?? body)]);
  return inbound.receive({ header: (name) => headers[name], content: sent });
}

const accepted = () => ({ type: 'status', escalation, state: 'accepted', agent: 'Zoe of Zammad' });
const message = (text: string) => ({ type: 'message', escalation, text });

describe('a help desk that answers', () => {
  it('takes a case, talks to the visitor, and ends it', async () => {
    await call(accepted());
    await call(message('**Hello** there'));
    await visitor.look();
    expect(visitor.answer()).toContain('Zoe of Zammad is here now');
    expect(visitor.answer()).toContain('**Hello** there');
    expect(visitor.support().state).toBe('with-person');
    await call({ type: 'status', escalation, state: 'completed', solved: true });
    await visitor.look();
    expect(visitor.support().state).toBe('solved');
  });

  it('is answered as before when it says the same again, and the visitor sees it once', async () => {
    await call(accepted(), { id: 'one' });
    await expect(call(accepted(), { id: 'one' })).resolves.toMatchObject({ duplicate: true });
    await call(message('once'), { id: 'two' });
    await expect(call(message('once'), { id: 'two' })).resolves.toMatchObject({ duplicate: true });
    await visitor.look();
    expect(visitor.answer().match(/once/g)).toHaveLength(1);
  });

  it('is told when an agent of the desk was quicker', async () => {
    await support.desk.take(ana, escalation);
    await expect(call(accepted())).rejects.toMatchObject({ code: 'escalation.taken' });
    await expect(call(message('hi'))).rejects.toMatchObject({ code: 'escalation.not-yours' });
  });

  it.each<[string, Call]>([
    ['signed with another secret', { secret: 'b-secret-of-enough-characters' }],
    ['signed six minutes ago', { at: new Date(Date.now() - 360_000) }],
    ['changed on its way', { body: '{"type":"message","text":"other"}' }],
    ['with an endless id', { id: 'x'.repeat(300) }],
  ])('is refused when it is %s', async (_, wrong) => {
    await expect(call(message('hi'), wrong)).rejects.toMatchObject({
      code: 'webhook.forbidden',
      status: 401,
    });
  });

  it.each<[string, object]>([
    ['no type', {}],
    ['no text and no file', { type: 'message', escalation: 'e' }],
    ['a text without end', { type: 'message', escalation: 'e', text: 'x'.repeat(10_001) }],
    ['a file that is a script', { type: 'message', escalation: 'e', attachments: [{ contentType: 'text/html', contentUrl: 'javascript:alert(1)' }] }], // prettier-ignore
    ['a state nobody knows', { type: 'status', escalation: 'e', state: 'gone' }],
  ])('is refused with %s', async (_, wrong) => {
    await expect(call(wrong)).rejects.toMatchObject({ code: 'webhook.invalid', status: 400 });
  });

  it('is refused when it is larger than it may be, and for a case that does not exist', async () => {
    await expect(call(message('x'.repeat(300_000)))).rejects.toMatchObject({ code: 'webhook.too-large' });
    await expect(call({ ...message('x'), escalation: 'none' })).rejects.toMatchObject({
      code: 'escalation.unknown',
    });
  });
});
