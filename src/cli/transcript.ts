import { join } from 'node:path';
import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { SupportError } from '../errors.ts';
import { readWholeLog } from '../escalation/package/read-whole-log.ts';
import { formatListed, formatTranscript } from '../escalation/package/text.ts';
import { transcriptOf } from '../escalation/package/transcript.ts';
import { loadGuide } from '../guide/load-guide.ts';
import { createWording } from '../presentation/wording.ts';
import { projectRoot } from '../project-root.ts';
import { command, runCommand } from './command.ts';
import { withStore } from './with-store.ts';

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
  const text = await withStore((store) =>
    id === undefined ? listWaiting(store, json) : printCase(store, { id, json }),
  );
  process.stdout.write(`${text}\n`);
});

async function listWaiting(store: Store, json: boolean): Promise<string> {
  const cases = await store.listCases({ state: 'waiting-for-person', limit: listLimit });
  if (json) return JSON.stringify({ cases });
  if (cases.length === 0) return 'No case waits for a person.';
  const wording = loadWording();
  return cases.map((subject) => formatListed(subject, wording)).join('\n');
}

async function printCase(store: Store, { id, json }: { id: string; json: boolean }): Promise<string> {
  const subject = await findCase(store, id);
  const wording = loadWording();
  const lines = transcriptOf(await readWholeLog(store, subject.conversationId), subject, wording);
  if (json) return JSON.stringify({ case: subject, transcript: lines });
  return formatTranscript({ subject, lines, wording });
}

function loadWording() {
  return createWording(loadGuide(join(projectRoot, 'knowledge', 'phone-link')));
}

/** People read case numbers out; they are written in capitals. */
async function findCase(store: Store, id: string): Promise<Case> {
  const found = (await store.findCase(id)) ?? (await store.findCase(id.toUpperCase()));
  if (!found) throw new SupportError('case.unknown', `There is no case ${id}.`);
  return found;
}
