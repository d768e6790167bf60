import { inspectAll } from '../../../src/content.ts';
import { inspectGuide } from '../../../src/guide/load-guide.ts';
import { ContentFolder } from '../../support/content-folder.ts';

describe('the numbers of a guide', () => {
  let folder: ContentFolder;
  beforeEach(() => {
    folder = new ContentFolder();
  });
  afterEach(() => folder.dispose());

  const android = 'sections/android.photos-storage.yaml';
  const check = 'checks/windows.notifications-on.yaml';

  it.each<{ name: string; break: () => void; file: string; message: RegExp }>([
    {
      name: 'columns of priors that do not sum to 100',
      break: () => folder.replace('guide.yaml', 'photos: 16', 'photos: 60'),
      file: 'guide.yaml',
      message: /the priors of photos sum to 144 instead of 100 percent/,
    },
    {
      name: 'a prior for the phone that the section is not for',
      break: () => folder.replace(android, 'priors:\n', 'priors:\n  calls-iphone: 1\n'),
      file: android,
      message: /is for android and has a prior for calls-iphone/,
    },
    {
      name: 'weights that leave nothing to ask',
      break: () => folder.replace(android, /weight: \d+/g, 'weight: 0'),
      file: android,
      message: /has no check with a weight for android, Windows 11, photos/,
    },
    {
      name: 'a slow visitor who is quicker than a usual one',
      break: () => folder.replace(check, /seconds: \{ median: \d+/, 'seconds: { median: 900'),
      file: check,
      message: /takes a slow visitor less than a usual one/,
    },
  ])('are refused with $name', ({ break: change, file, message }) => {
    change();
    const { guide, problems } = inspectGuide(`${folder.root}/knowledge/phone-link`);
    expect(guide).toBeUndefined();
    const found = problems.find((problem) => message.test(problem.message));
    expect(found).toMatchObject({ severity: 'error', file, hint: expect.stringMatching(/\.$/) });
  });

  it('are warned of when triggers have no priors to multiply', () => {
    folder.replace('sections/rebuild.reset-app.yaml', /^phrases:/m, 'triggers: { reinstall: 8 }\nphrases:');
    const { content, problems } = inspectAll(folder.root);
    expect(content).toBeDefined();
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/rebuild\.reset-app has triggers but no priors/),
    ]);
  });
});

describe('phrases that pull two sections together', () => {
  let folder: ContentFolder;
  beforeEach(() => {
    folder = new ContentFolder();
  });
  afterEach(() => folder.dispose());

  const photos = 'sections/android.photos-storage.yaml';
  const rename = 'sections/changes.device-rename.yaml';
  const strange = 'purple zebras gallop through the gallery';
  const variants = ['twice', 'thrice', 'daily', 'weekly', 'hourly'].map((when) => `${strange} ${when}`);
  const add = (file: string, phrases: string[]) =>
    folder.replace(file, /^phrases:\n/m, `phrases:\n${phrases.map((phrase) => `  - ${phrase}\n`).join('')}`);
  const warned = (thorough: boolean) =>
    inspectAll(folder.root, { thorough }).problems.filter(({ message }) => message.includes(strange));

  it('are warned of with the file, the line and the other section', () => {
    add(photos, variants);
    add(rename, [strange]);
    expect(warned(true)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        file: rename,
        line: folder.lineOf(rename, strange),
        message: expect.stringContaining('reads like those of android.photos-storage'),
      }),
    ]);
  });

  it('are none that say a part of the phrase and nothing else', () => {
    add(photos, ['purple', 'zebras', 'purple zebras', 'zebras gallop', 'purple zebras gallop']);
    add(rename, [strange]);
    expect(warned(true)).toEqual([]);
  });

  it('are no matter within one section', () => {
    add(photos, [...variants, strange]);
    expect(warned(true)).toEqual([]);
  });

  it('are not looked for at a start, which need not wait for it', () => {
    add(photos, variants);
    add(rename, [strange]);
    expect(warned(false)).toEqual([]);
  });
});
