import { SupportError } from '../errors.ts';
import { command, runCommand } from './command.ts';
import { conversationsMeant, meantOptions } from './privacy/whose-data.ts';
import { withStore } from './with-store.ts';

/** The longest that any token of a conversation is good for, in milliseconds: 30 days. */
const tokenLifeMs = 30 * 24 * 60 * 60 * 1000;

const program = meantOptions(
  command('erase', 'Erases everything of a visitor, or of one conversation, for ever.'),
)
  .option('--yes', 'do it; without this it is only told what would be erased')
  .option('--json', 'print one JSON object')
  .parse();

await runCommand(async () => {
  const { yes = false, json = false } = program.opts<{ yes?: boolean; json?: boolean }>();
  await withStore(async (store) => {
    const ids = (await conversationsMeant(store, program.opts())).map(({ id }) => id);
    if (ids.length === 0)
      throw new SupportError('privacy.unknown', 'There is no such conversation or visitor.');
    if (!yes) {
      print(
        json,
        { wouldErase: ids },
        `Would erase ${ids.length} conversation(s): ${ids.join(', ')}. Add --yes to do it.`,
      );
      return;
    }
    const erased = await store.privacy.erase(ids);
    // Whoever still holds a token of one of them finds it closed, at the latest when the server starts again.
    const at = new Date().toISOString();
    const expiresAt = new Date(Date.parse(at) + tokenLifeMs).toISOString();
    for (const conversationId of ids) await store.access.revoke({ conversationId, at, expiresAt });
    const rows = Object.values(erased.rows).reduce((sum, count) => sum + count, 0);
    const elsewhere =
      erased.passedOnTo.length === 0
        ? ''
        : `\nTold to ${erased.passedOnTo.join(', ')} before: erase it there too.`;
    print(json, erased, `Erased ${ids.length} conversation(s), ${rows} row(s).${elsewhere}`);
  });
});

function print(json: boolean, value: object, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}
