import { mkdtempSync } from 'node:fs';
import { HttpClient } from '../http-client.ts';
import { start, stop } from '../processes.ts';
import { visit } from '../visit.ts';
const dir = mkdtempSync('/tmp/b1-trace-');
const client = new HttpClient();
const server = await start({ file: 'src/main.ts', env: { DATABASE_URL: `sqlite:${dir}/s.db` } });
const chat: any = await client.json({ url: `${server.url}/api/chat/token`, body: {} });
await client.json({ url: `${server.url}/v3/directline/conversations`, token: chat.token, body: {} });
const url = `${server.url}/v3/directline/conversations/${chat.conversationId}/activities`;
let last: any = { state: '' };
for (const move of visit) {
  const m = move(last);
  await client.json({ url, token: chat.token, body: { ...m, from: { id: 'v' } } });
  const { activities }: any = await client.json({ url, token: chat.token });
  last = activities.findLast((a: any) => a.channelData?.support).channelData.support;
  console.log(m.text.slice(0, 30), JSON.stringify(m.value), '→', JSON.stringify(last));
}
client.close(); await stop(server);
