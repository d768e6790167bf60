import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openContent } from '../../src/content-cache.ts';
import { loadContent } from '../../src/content.ts';
import { ContentFolder } from '../support/content-folder.ts';

let folder: ContentFolder;
const keptFile = () => join(folder.root, 'build', 'content.json');

beforeEach(() => {
  folder = new ContentFolder();
});
afterEach(() => folder.dispose());

describe('content that was kept at an earlier start', () => {
  it('is the same as that which is read from the files', async () => {
    const first = await openContent(folder.root);
    const second = await openContent(folder.root);
    const read = loadContent(folder.root);
    for (const { guide } of [first, second]) {
      expect(JSON.stringify(guide)).toBe(JSON.stringify(read.guide));
      expect(guide.check('android.sms-permission')).toEqual(read.guide.check('android.sms-permission'));
    }
    expect(second.fill('record', { mark: '✓', color: 'Good', text: 'done' })).toEqual(
      read.fill('record', { mark: '✓', color: 'Good', text: 'done' }),
    );
  });

  it('gives way to a file that was changed', async () => {
    const before = await openContent(folder.root);
    folder.replace('guide.yaml', /^title: .*$/m, 'title: Another title');
    const after = await openContent(folder.root);
    expect(after.guide.settings.title).toBe('Another title');
    expect(after.guide.version).not.toBe(before.guide.version);
  });

  it('does not let a broken guide start', async () => {
    await openContent(folder.root);
    folder.remove('checks/restart.both.yaml');
    await expect(openContent(folder.root)).rejects.toMatchObject({ code: 'guide.invalid' });
  });

  it('is made anew when the file is damaged', async () => {
    mkdirSync(join(folder.root, 'build'));
    writeFileSync(keptFile(), '{"fingerprint":');
    const { guide } = await openContent(folder.root);
    expect(JSON.parse(readFileSync(keptFile(), 'utf8'))).toHaveProperty('guide.version', guide.version);
  });

  it('is not needed when it cannot be written', async () => {
    writeFileSync(join(folder.root, 'build'), 'a file where the folder should be');
    await expect(openContent(folder.root)).resolves.toHaveProperty('guide.version');
  });
});
