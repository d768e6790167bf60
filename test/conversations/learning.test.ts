import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../../src/app.ts';
import { DirectLineClient } from '../../src/cli/simulate/direct-line-client.ts';
import { readConfig } from '../../src/config.ts';
import type { Activity } from '../../src/conversation/activity.ts';
import { fixScope } from '../../src/troubleshooting/learned-fixes.ts';
import { realContent } from '../support/content.ts';
import { submitsOf } from '../support/conversation.ts';

const content = realContent();
const scope = fixScope(content.guide);
const quiet = { debug: () => undefined, info: () => undefined, error: () => undefined };

describe('a case that a check fixed', () => {
  let folder: string;
  let app: App;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'learning-'));
  });
  afterEach(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  async function start(learning: 'on' | 'off'): Promise<string> {
    const config = readConfig({
      PORT: '0',
      LEARNING: learning,
      DATABASE_URL: `sqlite:${join(folder, 'support.db')}`,
    });
    app = await createApp({ config, content, logger: quiet });
    return (await app.listen()).url;
  }

  /** Presses the button of the newest card whose data has these fields. */
  function press(client: DirectLineClient, messages: Activity[], wanted: object): Promise<Activity[]> {
    const buttons = messages.flatMap(submitsOf);
    const value = buttons.findLast((button) =>
      Object.entries(wanted).every(([key, field]) => Reflect.get(button, key) === field),
    );
    if (!value) throw new Error(`No button ${JSON.stringify(wanted)}.`);
    return client.send({ value });
  }

  async function solve(url: string): Promise<void> {
    const client = await DirectLineClient.open(url);
    await client.answers();
    let messages = await client.send({ text: 'text messages from my Pixel stopped syncing to the PC' });
    messages = await press(client, messages, { do: 'answer-check', answer: 'fixed' });
    messages = await press(client, messages, { do: 'confirm-fixed', works: true });
    await press(client, messages, { do: 'rate' }).catch(() => client.send({ text: 'thanks' }));
    client.close();
  }

  it('is learned from once, also when the visitor goes on writing', async () => {
    await solve(await start('on'));
    expect(await app.store.countFixes(scope)).toEqual([
      { phone: 'android', feature: 'messages', check: 'android.sms-permission', cases: 1 },
    ]);
  });

  it('is not learned from when that is switched off', async () => {
    await solve(await start('off'));
    expect(await app.store.countFixes(scope)).toEqual([]);
  });
});
