import { SupportError } from '../errors.ts';
import { command, runCommand } from './command.ts';
import { withStore } from './with-store.ts';

/** The most entries listed. */
const listLimit = 500;

const program = command(
  'outbox',
  'Lists what could not be told to a help desk or by mail, and sends it again.',
);
program
  .command('list', { isDefault: true })
  .description('what was given up, oldest first')
  .option('--due', 'what is still being tried')
  .option('--json', 'print one JSON object')
  .action(({ due = false, json = false }: { due?: boolean; json?: boolean }) => list({ due, json }));
program
  .command('resend')
  .description('tries again what was given up; a running server notices within a minute')
  .argument('[id...]', 'entries, as the list names them; all without')
  .action((ids: string[]) => resend(ids));

await runCommand(async () => {
  await program.parseAsync();
});

async function list({ due, json }: { due: boolean; json: boolean }): Promise<void> {
  const entries = await withStore((store) =>
    store.escalations.listOutbox({ state: due ? 'due' : 'dead', limit: listLimit }),
  );
  if (json) return print(JSON.stringify({ entries }));
  if (entries.length === 0) return print(due ? 'Nothing is waiting to be sent.' : 'Nothing was given up.');
  for (const { id, createdAt, attempts, lastError = '' } of entries) {
    print(`${createdAt.slice(0, 19).replace('T', ' ')}  ${id}  ${attempts} attempt(s)  ${lastError}`);
  }
}

async function resend(ids: string[]): Promise<void> {
  const now = new Date().toISOString();
  const input = ids.length === 0 ? { now } : { ids, now };
  const count = await withStore((store) => store.escalations.resendOutbox(input));
  print(`${count} to be sent again.`);
  if (ids.length > count) {
    throw new SupportError(
      'cli.invalid-input',
      `${ids.length - count} of the entries named were not given up.`,
    );
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
