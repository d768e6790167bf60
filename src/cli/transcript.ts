import { join } from 'node:path';
import { readConfig } from '../config.ts';
import type { Case } from '../conversation/case.ts';
import type { LogEntry, Store } from '../conversation/store.ts';
import { SupportError } from '../errors.ts';
import { loadGuide } from '../guide/load-guide.ts';
import { projectRoot } from '../project-root.ts';
import { openStore } from '../storage/stores.ts';
import { command, runCommand } from './command.ts';
import { formatListed, formatTranscript } from './transcript/format.ts';
import { transcriptOf } from './transcript/transcript.ts';

/** Entries read at a time. */
const pageSize = 500;
/** The most waiting cases listed. */
const listLimit = 200;

const program = command(
  'transcript',
  'Prints what was said in a case; without a case, lists those that wait.',
)
  .argument('[case]', 'case number, as the chat shows it')
  .option('--json', 'print one JSON object')
  .parse();

await runCommand(async () => {
  const [id] = program.args;
  const { json = false } = program.opts<{ json?: boolean }>();
  const parts = { clock: () => new Date(), newId: () => crypto.randomUUID() };
  const store = await openStore(readConfig().databaseUrl, parts);
  try {
    const text = id === undefined ? await listWaiting(store, json) : await printCase(store, { id, json });
    process.stdout.write(`${text}\n`);
  } finally {
    await store.close();
  }
});

async function listWaiting(store: Store, json: boolean): Promise<string> {
  const cases = await store.listCases({ state: 'waiting-for-person', limit: listLimit });
  if (json) return JSON.stringify({ cases });
  return cases.length === 0 ? 'No case waits for a person.' : cases.map(formatListed).join('\n');
}

async function printCase(store: Store, { id, json }: { id: string; json: boolean }): Promise<string> {
  const subject = await findCase(store, id);
  const lines = transcriptOf(await readWholeLog(store, subject.conversationId), subject);
  if (json) return JSON.stringify({ case: subject, transcript: lines });
  return formatTranscript({ subject, lines, guide: loadGuide(join(projectRoot, 'knowledge', 'phone-link')) });
}

/** People read case numbers out; they are written in capitals. */
async function findCase(store: Store, id: string): Promise<Case> {
  const found = (await store.findCase(id)) ?? (await store.findCase(id.toUpperCase()));
  if (!found) throw new SupportError('case.unknown', `There is no case ${id}.`);
  return found;
}

async function readWholeLog(store: Store, conversationId: string): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  for (;;) {
    const page = await store.readLog({ conversationId, after: log.at(-1)?.seq ?? 0, limit: pageSize });
    log.push(...page);
    if (page.length < pageSize) return log;
  }
}
