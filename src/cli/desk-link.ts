import { createInterface } from 'node:readline/promises';
import { createSignInLink } from '../channels/desk/sign-in-codes.ts';
import { readConfig } from '../config.ts';
import { SupportError } from '../errors.ts';
import { openStore } from '../storage/stores.ts';
import { command, runCommand } from './command.ts';

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
    throw new SupportError('cli.invalid-input', 'An agent has a name and an id of up to 100 characters.');
  }
  const { databaseUrl, publicUrl, host, port } = readConfig();
  const clock = () => new Date();
  const store = await openStore(databaseUrl, { clock, newId: () => crypto.randomUUID() });
  try {
    const newSecret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
    const path = await createSignInLink({ id, name }, { agents: store.agents, clock, newSecret });
    const base = publicUrl?.replace(/\/+$/, '') ?? `http://${host}:${port}`;
    process.stdout.write(`${base}${path}\n`);
  } finally {
    await store.close();
  }
});

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** `Ada Lovelace` is `ada-lovelace`; the same name is the same agent. */
function idFrom(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-');
  return id.replace(/^-|-$/g, '');
}
