import { mkdtempSync, readFileSync } from 'node:fs';
import { HttpClient } from '../http-client.ts';
import { playVisits } from '../load.ts';
import { start, stop } from '../processes.ts';
import { recordVisit, supportBot } from '../subjects.ts';
const dir = mkdtempSync('/tmp/b1-prof-');
const client = new HttpClient();
const prof = process.argv[2] === 'prof';
const server = await start({ file: 'src/main.ts', nodeOptions: prof ? ['--max-semi-space-size=2','--cpu-prof', `--cpu-prof-dir=${dir}`] : ['--max-semi-space-size=2', ...process.argv.slice(3)], env: { DATABASE_URL: `sqlite:${dir}/s.db` } });
const cpu = () => { const f = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const script = await recordVisit(client, server.url);
const subject = supportBot(client, server.url);
if(!prof) await playVisits({ subject, server, script, visits: 150, concurrency: 10 });
for (let i=0;i<(prof?1:3);i++) {
const from = cpu(); let t = performance.now();
const r = await playVisits({ subject, server, script, visits: prof?400:150, concurrency: 10 });
console.log('cpu ms/turn', ((cpu() - from) / r.milliseconds.length).toFixed(3), 'turns/s', (r.milliseconds.length / r.seconds).toFixed(0));
}
client.close(); await stop(server);
console.log(dir);
