import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SupportError } from '../errors.ts';
import { loadGuide } from '../guide/load-guide.ts';
import { dataAsJson } from '../privacy/data-as-json.ts';
import { dataAsPage } from '../privacy/data-as-page.ts';
import { readPersonalData } from '../privacy/personal-data.ts';
import { projectRoot } from '../project-root.ts';
import { pageWords } from '../visitor-rights.ts';
import { command, runCommand } from './command.ts';
import { conversationsMeant, meantOptions } from './privacy/whose-data.ts';
import { withStore } from './with-store.ts';

const program = meantOptions(
  command('export-data', 'Writes everything kept of a visitor, or of one conversation, into a folder.'),
)
  .requiredOption('--to <folder>', 'where to write data.json, data.html and files/; made when it is missing')
  .option('--for-visitor', 'leave out what agents noted for each other')
  .parse();

await runCommand(async () => {
  const { to, forVisitor = false } = program.opts<{ to: string; forVisitor?: boolean }>();
  const at = new Date();
  await withStore(async (store) => {
    const ids = (await conversationsMeant(store, program.opts())).map(({ id }) => id);
    if (ids.length === 0)
      throw new SupportError('privacy.unknown', 'There is no such conversation or visitor.');
    const guide = loadGuide(join(projectRoot, 'knowledge', 'phone-link'));
    const data = () => readPersonalData(store, { ids, privately: forVisitor });
    await mkdir(join(to, 'files'), { recursive: true });
    await write(join(to, 'data.json'), dataAsJson(data(), { at }));
    await write(join(to, 'data.html'), dataAsPage(data(), { at, words: pageWords(guide) }));
    let files = 0;
    for await (const { files: kept } of data()) {
      for (const { id } of kept) {
        // Named by their ids, which data.json has beside what the sender called them: a name is no path.
        await write(join(to, 'files', id.replace(/[^\w-]/g, '_')), store.files.read(id));
        files += 1;
      }
    }
    process.stdout.write(`Wrote ${ids.length} conversation(s) and ${files} file(s) to ${to}\n`);
  });
});

function write(path: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
  return pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }));
}
