import { channelId } from '../support/azure/support-team.ts';
import { teamsChannel } from '../support/azure/teams-channel-target.ts';
import { packageOf } from '../support/escalation.ts';

describe('a message to the channel of the support team', () => {
  const { escalation } = packageOf();
  const common = { escalation, channel: 'directline' };
  const message = (key: string, text: string) =>
    ({ ...common, key, kind: 'message', activity: { type: 'message', id: key, text } }) as const;
  const handedOver = { ...common, key: 'p', kind: 'handed-over', package: packageOf() } as const;
  let channel: Awaited<ReturnType<typeof teamsChannel>>;
  beforeEach(async () => {
    channel = await teamsChannel();
  });
  afterEach(() => channel.dispose());

  it('is not said twice when it may have arrived: the thread is told that something may be missing', async () => {
    await channel.target.deliver(handedOver);
    channel.service.troubles.push({ status: 500, delivers: true });
    await expect(channel.target.deliver(message('m1', 'hello'))).rejects.toMatchObject({
      permanent: false,
      unsure: true,
    });
    await channel.target.deliver(message('m1', 'hello'));
    await channel.target.deliver(message('m2', 'next'));
    const said = channel.received().slice(2);
    expect(said).toEqual([
      expect.stringContaining('hello'),
      expect.stringContaining('may be missing'),
      expect.stringContaining('next'),
    ]);
  });

  it('that is too long for Teams has its beginning, and says where the rest is', async () => {
    await channel.target.deliver(handedOver);
    const picture = { contentType: 'image/png', contentUrl: `data:image/png;base64,${'A'.repeat(50_000)}` };
    const long = message('m1', `first ${'日本語 '.repeat(10_000)}`);
    await channel.target.deliver({ ...long, activity: { ...long.activity, attachments: [picture] } });
    const said = channel.received().at(-1);
    expect(said).toContain('first 日本語');
    expect(said).toContain('The rest of this message is at the desk.');
  });

  it('whose picture has no link says that the picture is at the desk', async () => {
    await channel.target.deliver(handedOver);
    const picture = { contentType: 'image/png', contentUrl: 'data:image/png;base64,AAAA' };
    const look = message('m1', 'look');
    await channel.target.deliver({ ...look, activity: { ...look.activity, attachments: [picture] } });
    expect(channel.received().at(-1)).toMatch(/look\n.*\nThe rest of this message is at the desk\./);
  });

  it('that a killed process had on its way is pointed out by the next one', async () => {
    await channel.target.deliver(handedOver);
    let isLeft = false;
    channel.service.troubles.push({ status: 500 });
    await channel.target.deliver(message('m1', 'hello')).catch(() => (isLeft = true));
    expect(isLeft).toBe(true);
    await channel.restart().deliver(message('m1', 'hello'));
    expect(channel.received().at(-1)).toContain('may be missing');
  });

  it('waits as long as Teams asks for', async () => {
    await channel.target.deliver(handedOver);
    channel.service.troubles.push({ status: 429, headers: { 'retry-after': '7' } });
    await expect(channel.target.deliver(message('m1', 'hello'))).rejects.toMatchObject({
      ...{ permanent: false, unsure: false, retryAfterMs: 7000 },
    });
    await channel.target.deliver(message('m1', 'hello'));
    expect(channel.received().filter((text) => text.includes('hello'))).toHaveLength(1);
  });

  it('that hands a case over twice makes one card, with one transcript', async () => {
    await channel.target.deliver(handedOver);
    await channel.target.deliver(handedOver);
    expect(channel.service.threads(channelId)).toHaveLength(1);
    expect(channel.received()).toHaveLength(2);
  });

  it('is made again when the card that begins the thread may not have arrived', async () => {
    channel.service.troubles.push({ status: 500 });
    await expect(channel.target.deliver(handedOver)).rejects.toMatchObject({ unsure: true });
    await channel.target.deliver(handedOver);
    expect(channel.service.threads(channelId)).toHaveLength(1);
  });

  it('of a long conversation has its end, and fits', async () => {
    const long = packageOf();
    const [line] = long.transcript;
    const transcript = Array.from({ length: 3000 }, (_, index) => ({
      ...line!,
      text: `line ${index} 日本語`,
    }));
    await channel.target.deliver({ ...handedOver, package: { ...long, transcript } });
    const [, card] = channel.received();
    expect(card).toContain('line 2999');
    expect(card).toContain('earlier lines are left out');
    const [thread = ''] = channel.service.threads(channelId);
    const sizes = channel.service.shown(thread).map(({ activity }) => JSON.stringify(activity).length);
    expect(Math.max(...sizes)).toBeLessThan(26 * 1024);
  });

  it('leaves nothing of a case behind whose visitor deletes everything', async () => {
    await channel.target.deliver(handedOver);
    expect(await channel.target.cardOf('e1')).toBeDefined();
    await channel.store.privacy.erase(['c1']);
    expect(await channel.store.supportChannel.threadsOf('e1')).toEqual([]);
    expect(await channel.store.supportChannel.findPost('p')).toBeUndefined();
    expect(await channel.target.cardOf('e1')).toBeUndefined();
  });
});
