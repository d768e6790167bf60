import { createInterface } from 'node:readline/promises';
import { createSignInLink } from '../channels/desk/sign-in-codes.ts';
import { readConfig } from '../config.ts';
import { SupportError } from '../errors.ts';
import { command, runCommand } from './command.ts';
import { withStore } from './with-store.ts';

const program = command(
  'desk-link',
  'Makes a link that signs an agent in at the desk, once, within 15 minutes.',
)
  .option('--name <name>', 'what visitors are told the agent is called')
  .option('--id <id>', 'what the program knows the agent by; made of the name when left out')
  .parse();

await runCommand(async () => {
  const options = program.opts<{ name?: string; id?: string }>();
  const name = (options.name ?? (await ask('Name that visitors see: '))).trim();
  const id = (options.id ?? idFrom(name)).trim();
  if (name === '' || id === '' || name.length > 100 || id.length > 100) {
    throw new SupportError('cli.invalid-input', 'An agent has a --name and an --id of up to 100 characters.');
  }
  const clock = () => new Date();
  const newSecret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  const path = await withStore(({ agents }) => createSignInLink({ id, name }, { agents, clock, newSecret }));
  const { publicUrl, host, port } = readConfig();
  const base = publicUrl?.replace(/\/+$/, '') ?? `http://${host}:${port}`;
  process.stdout.write(`${base}${path}\n`);
});

/** The first line that is typed, or nothing when none comes. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

/** `Ada Lovelace` is `ada-lovelace`; the same name is the same agent. */
function idFrom(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-');
  return id.replace(/^-|-$/g, '');
}
