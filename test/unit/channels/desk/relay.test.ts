import { startDeskServer, type DeskServer } from '../../../support/desk-server.ts';
import { directLineClient, openStream } from '../../../support/direct-line-client.ts';

const receipt = 'application/vnd.microsoft.readReceipt';

let server: DeskServer;
let ada: Awaited<ReturnType<DeskServer['signIn']>>;

beforeAll(async () => {
  server = await startDeskServer();
  ada = await server.signIn('ada', 'Ada');
});
afterAll(() => server.close());

/** A visitor whose page is open, with Ada, whose page is open too. */
async function together() {
  const visitor = await server.waitingVisitor();
  const id = (await ada.get('/lists')).body.queue.at(-1)?.escalation.id ?? '';
  await ada.post(`/cases/${id}/take`);
  const stream = await openStream(visitor.streamUrl);
  const desk = await ada.live();
  const client = directLineClient(server.url);
  const send = (activity: object) =>
    client.post(visitor.id, visitor.token, { from: { id: visitor.userId }, ...activity });
  const close = () => {
    stream.socket.terminate();
    desk.socket.terminate();
  };
  const reload = async () => {
    const { streamUrl } = (await client.reconnect(visitor.id, visitor.token, '?watermark=0')).body;
    return openStream(streamUrl);
  };
  return { id, stream, desk, send, close, reload };
}

describe('while a person has the case', () => {
  it('the visitor is told which of their messages was read last, once and by whom', async () => {
    const { id, stream, send, close } = await together();
    await send({ type: 'message', text: 'the first' });
    const { body: last } = await send({ type: 'message', text: 'the second' });
    const { lastSeq } = (await ada.get(`/cases/${id}/log`)).body;
    await ada.post(`/cases/${id}/read`, { upTo: lastSeq });
    await ada.post(`/cases/${id}/read`, { upTo: lastSeq });
    await ada.post(`/cases/${id}/messages`, { key: 'after-reading', text: 'I see.' });
    await stream.untilText('I see.');
    const receipts = stream.activities().filter(({ name }) => name === receipt);
    expect(receipts).toMatchObject([{ value: { lastReadMessageId: last.id }, from: { name: 'Ada' } }]);
    close();
  });

  it('a position beyond the end of the log reads what there is', async () => {
    const { id, stream, send, close } = await together();
    const { body: sent } = await send({ type: 'message', text: 'the only one' });
    await ada.post(`/cases/${id}/read`, { upTo: 1_000_000 });
    await stream.until(() => stream.activities().some(({ name }) => name === receipt));
    expect(stream.activities().findLast(({ name }) => name === receipt)?.value).toEqual({
      lastReadMessageId: sent.id,
    });
    await ada.post(`/cases/${id}/read`, { upTo: 2_000_000 });
    await ada.post(`/cases/${id}/messages`, { key: 'after-all', text: 'I see.' });
    await stream.untilText('I see.');
    expect(stream.activities().filter(({ name }) => name === receipt)).toHaveLength(1);
    close();
  });

  it('what another agent reads is not told to the visitor', async () => {
    const { id, stream, close } = await together();
    const bob = await server.signIn('bob', 'Bob');
    await bob.post(`/cases/${id}/read`, { upTo: 1_000_000 });
    await ada.post(`/cases/${id}/messages`, { key: 'to-end-this', text: 'I am here.' });
    await stream.untilText('I am here.');
    expect(stream.activities().filter(({ name }) => name === receipt)).toEqual([]);
    close();
  });

  it('the agent is told what the visitor has read; it is kept, and never goes back', async () => {
    const { id, desk, send, close } = await together();
    const write = async (text: string) =>
      (await ada.post(`/cases/${id}/messages`, { key: `key ${text}`, text })).body.entry;
    const first = await write('the first');
    const second = await write('the second');
    const read = (lastReadMessageId: string) =>
      send({ type: 'event', name: receipt, value: { lastReadMessageId } });
    expect((await read(second.activityId)).status).toBe(200);
    const { change } = await desk.until(
      ({ is, change: told }) => is === 'escalation' && told.event.is === 'read',
    );
    expect(change).toMatchObject({ by: { is: 'visitor' }, event: { upTo: second.seq } });
    await read(first.activityId);
    await read('no message of this conversation');
    const { body } = await ada.get(`/cases/${id}`);
    expect(body.escalation.visitorReadUpTo).toBe(second.seq);
    expect((await ada.get(`/cases/${id}/log`)).body.lastSeq).toBe(second.seq);
    close();
  });

  it('a page of the visitor that is loaded again is told what was read, after what was said', async () => {
    const { id, send, close, reload } = await together();
    const { body: sent } = await send({ type: 'message', text: 'the only one' });
    await send({ type: 'event', name: 'something else' });
    await ada.post(`/cases/${id}/read`, { upTo: 1_000_000 });
    const stream = await reload();
    await stream.until(() => stream.activities().some(({ name }) => name === receipt));
    const last = stream.activities().at(-1);
    expect([last?.name, last?.value]).toEqual([receipt, { lastReadMessageId: sent.id }]);
    stream.socket.terminate();
    close();
  });

  it("what is read before anybody has the case, or after, is nobody's business", async () => {
    const visitor = await server.waitingVisitor();
    const client = directLineClient(server.url);
    const [shown] = await visitor.activities();
    const value = { lastReadMessageId: shown?.id };
    const event = { type: 'event', name: receipt, value, from: { id: visitor.userId } };
    expect((await client.post(visitor.id, visitor.token, event)).status).toBe(200);
    const id = (await ada.get('/lists')).body.queue.at(-1)?.escalation.id ?? '';
    expect((await ada.get(`/cases/${id}`)).body.escalation).not.toHaveProperty('visitorReadUpTo');
  });

  it("the visitor's typing reaches the agent's page and is kept nowhere", async () => {
    const { id, desk, send, close } = await together();
    const { lastSeq } = (await ada.get(`/cases/${id}/log`)).body;
    expect((await send({ type: 'typing' })).status).toBe(200);
    const frame = await desk.until(({ is }) => is === 'passing');
    expect(frame).toMatchObject({ escalationId: id, activity: { type: 'typing', from: { role: 'user' } } });
    expect((await ada.get(`/cases/${id}/log`)).body.lastSeq).toBe(lastSeq);
    close();
  });

  it("the agent's typing reaches the visitor under the agent's name", async () => {
    const { id, stream, close } = await together();
    await ada.post(`/cases/${id}/typing`);
    await stream.until(() => stream.activities().some(({ type }) => type === 'typing'));
    const typing = stream.activities().find(({ type }) => type === 'typing');
    expect(typing?.from).toMatchObject({ name: 'Ada', role: 'bot' });
    close();
  });
});
