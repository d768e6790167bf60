import { inspectAll, loadContent } from '../../../src/content.ts';
import { SupportError } from '../../../src/errors.ts';
import { areEquivalent, type Guide } from '../../../src/guide/guide.ts';
import { inspectGuide, loadGuide } from '../../../src/guide/load-guide.ts';
import type { Problem } from '../../../src/guide/problem.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { ContentFolder } from '../../support/content-folder.ts';
import { contractChecks, contractSections } from '../../support/contract-ids.ts';

describe('the guide of this project', () => {
  let guide: Guide;
  let warnings: Problem[];
  beforeAll(() => {
    const { content, problems } = inspectAll(projectRoot);
    if (!content) throw new Error('The guide has errors.');
    guide = content.guide;
    warnings = problems;
  });

  it('is sound, without a warning', () => {
    expect(warnings).toEqual([]);
  });

  it.each(contractSections)('has the section %s', (id) => {
    expect(guide.section(id)).toMatchObject({ id });
  });

  it.each(contractChecks)('has the check %s, and a section leads to it', (id) => {
    expect(guide.check(id)).toMatchObject({ id });
    expect(guide.sections.some(({ checks }) => checks.some((entry) => entry.check === id))).toBe(true);
  });

  it('takes the sections that answer the same symptom for equivalent, both ways', () => {
    for (const [a, b] of [
      ['windows.reset-app', 'rebuild.reset-app'],
      ['windows.background-activity', 'rebuild.windows-background-apps'],
      ['android.permission-reset-after-update', 'changes.os-update'],
    ] as const) {
      expect([areEquivalent(guide, a, b), areEquivalent(guide, b, a)]).toEqual([true, true]);
    }
    expect(areEquivalent(guide, 'windows.reset-app', 'windows.notifications')).toBe(false);
  });

  it('has sections in the reading order of guide.yaml', () => {
    expect(guide.sections.map(({ id }) => id)).toEqual(guide.settings.sections);
  });

  it('has the same version when read again', () => {
    expect(loadGuide(`${projectRoot}/knowledge/phone-link`).version).toBe(guide.version);
  });
});

describe('a guide that is broken', () => {
  let folder: ContentFolder;
  beforeEach(() => {
    folder = new ContentFolder();
  });
  afterEach(() => folder.dispose());

  const section = 'sections/windows.notifications.yaml';
  const check = 'checks/windows.notifications-on.yaml';

  interface Breakage {
    name: string;
    break: () => void;
    /** The file and what the line holds that is to be reported. */
    at: [file: string, line: string | 1];
    message: RegExp;
  }

  const breakages: Breakage[] = [
    {
      name: 'an unknown check in a section',
      break: () =>
        folder.replace(section, 'check: windows.notifications-on', 'check: windows.notification-on'),
      at: [section, 'check: windows.notification-on'],
      message: /unknown check windows\.notification-on/,
    },
    {
      name: 'an unknown section to read on in',
      break: () => folder.replace(section, 'seeAlso: [', 'seeAlso: [windows.nowhere, '),
      at: [section, 'windows.nowhere'],
      message: /unknown section windows\.nowhere/,
    },
    {
      name: 'an unknown section in the reading order',
      break: () =>
        folder.replace(
          'guide.yaml',
          '  - windows.notifications\n',
          '  - windows.notifications\n  - windows.nowhere\n',
        ),
      at: ['guide.yaml', 'windows.nowhere'],
      message: /unknown section windows\.nowhere/,
    },
    {
      name: 'a check that a section lists twice',
      break: () =>
        folder.replace(section, /^priors:/m, '  - { check: windows.notifications-on, weight: 1 }\npriors:'),
      at: [section, '{ check: windows.notifications-on'],
      message: /windows\.notifications-on is listed twice under checks/,
    },
    {
      name: 'a section that stands twice in the reading order',
      break: () =>
        folder.replace(
          'guide.yaml',
          '  - changes.os-update\n',
          "  - changes.os-update\n  - 'windows.notifications'\n",
        ),
      at: ['guide.yaml', "'windows.notifications'"],
      message: /windows\.notifications is listed twice under sections/,
    },
    {
      name: 'a typed reply that is to mean two things',
      break: () => folder.write('typed-replies.en.yaml', 'fixed: [Just did it]\nskip: [nah, just did it]\n'),
      at: ['typed-replies.en.yaml', 'skip:'],
      message: /"just did it" stands under fixed and under skip/,
    },
    {
      name: 'a typed reply of a meaning that does not exist',
      break: () => folder.write('typed-replies.en.yaml', 'fixed: [just did it]\nperhaps: [who knows]\n'),
      at: ['typed-replies.en.yaml', 'perhaps:'],
      message: /perhaps/,
    },
    {
      name: 'a section without a check',
      break: () => folder.replace(section, /^checks:\n(?: .*\n)+/m, 'checks: []\n'),
      at: [section, 'checks: []'],
      message: /windows\.notifications has no check/,
    },
    {
      name: 'a check that no section leads to',
      break: () =>
        folder.write(
          'checks/windows.lonely.yaml',
          folder.read(check).replace(/^id: .*/m, 'id: windows.lonely'),
        ),
      at: ['checks/windows.lonely.yaml', 'id: windows.lonely'],
      message: /windows\.lonely is not reachable/,
    },
    {
      name: 'a section that is not in the reading order',
      break: () => folder.replace('guide.yaml', '  - windows.notifications\n', ''),
      at: [section, 'id: windows.notifications'],
      message: /not listed in guide\.yaml/,
    },
    {
      name: 'a phrase that is missing',
      break: () => folder.replace('phrases.en.yaml', /^label\.skip:.*\n/m, ''),
      at: ['phrases.en.yaml', 1],
      message: /the phrase label\.skip is missing/,
    },
    {
      name: 'a phrase that is never said',
      break: () => folder.replace('phrases.en.yaml', /^label\.skip:/m, 'label.skipp: x\nlabel.skip:'),
      at: ['phrases.en.yaml', 'label.skipp'],
      message: /the phrase label\.skipp is never said/,
    },
    {
      name: 'a phone maker without a place',
      break: () =>
        folder.replace('checks/android.notification-access.yaml', 'maker: [google]', 'maker: [sony]'),
      at: ['checks/android.notification-access.yaml', 'where:'],
      message: /has no place for maker google/,
    },
    {
      name: 'a card that is too large',
      break: () => {
        const long = `  - ${'€'.repeat(590)}\n`.repeat(8);
        for (const key of ['steps', 'otherPlaces']) {
          folder.replace(check, new RegExp(`^${key}:\\n(?: .*\\n)+`, 'm'), `${key}:\n${long}`);
        }
      },
      at: [check, 1],
      message: /is too large/,
    },
    {
      name: 'a line that is not YAML',
      break: () => folder.replace(section, 'title:', 'title: "open'),
      at: [section, 1],
      message: /not valid YAML/,
    },
    {
      name: 'a key that stands twice',
      break: () => folder.replace(check, 'device: windows\n', 'device: windows\ndevice: android\n'),
      at: [check, 'device: android'],
      message: /not valid YAML.*unique/,
    },
    {
      name: 'an unknown key',
      break: () => folder.replace(check, 'device: windows\n', 'device: windows\ncolour: red\n'),
      at: [check, 'colour: red'],
      message: /colour/,
    },
    {
      name: 'a key with the wrong kind of value',
      break: () => folder.replace(check, /^seconds:.*$/m, 'seconds: { median: soon, slow: 90 }'),
      at: [check, 'seconds: { median: soon'],
      message: /seconds\.median/,
    },
    {
      name: 'an id that differs from the name of its file',
      break: () => folder.replace(check, /^id: .*$/m, 'id: windows.notifications-off'),
      at: [check, 'id: windows.notifications-off'],
      message: /differs from the file's name/,
    },
    {
      name: 'priors that do not sum to 100',
      break: () => folder.replace('guide.yaml', 'photos: 16', 'photos: 60'),
      at: ['guide.yaml', 'photos: 60'],
      message: /the priors of photos sum to/,
    },
    {
      name: 'a file that is missing',
      break: () => folder.remove('lexicon.yaml'),
      at: ['lexicon.yaml', 1],
      message: /missing or cannot be read/,
    },
    {
      name: 'a file in another encoding',
      break: () => folder.write(check, Buffer.from('title: caf\u00e9', 'latin1')),
      at: [check, 1],
      message: /not in UTF-8/,
    },
    {
      name: 'a file whose name ends otherwise',
      break: () => folder.write('checks/windows.more.yml', 'id: windows.more'),
      at: ['checks/windows.more.yml', 1],
      message: /does not end in \.yaml/,
    },
    {
      name: 'a key that is missing',
      break: () => folder.replace(check, /^title:.*\n/m, ''),
      at: [check, 1],
      message: /^title: the key is missing$/,
    },
    {
      name: 'a number where words should be',
      break: () => folder.replace(check, /^title:.*$/m, 'title: 11'),
      at: [check, 'title: 11'],
      message: /^title: 11 should be in quotes$/,
    },
    {
      name: 'a name in a sentence that nothing fills in',
      break: () => folder.replace('phrases.en.yaml', '{minutes} min.', '{minute} min.'),
      at: ['phrases.en.yaml', '{minute} min.'],
      message: /^\{minute\} in person\.wait is filled in by nobody$/,
    },
    {
      name: 'a link that leads into another program',
      break: () => folder.replace(check, /link: \S+/, 'link: javascript:alert(1)'),
      at: [check, 'link: javascript'],
      message: /a link is ms-settings/,
    },
  ];

  it.each(breakages)('by $name is reported with file, line and what to do, and is not there', (breakage) => {
    breakage.break();
    const { content, problems } = inspectAll(folder.root);
    expect(content).toBeUndefined();
    const [file, held] = breakage.at;
    const found = problems.find(({ message }) => breakage.message.test(message));
    const line = held === 1 ? expect.any(Number) : folder.lineOf(file, held);
    expect(found).toMatchObject({ severity: 'error', file, line });
    expect(found?.hint).toMatch(/\w.*\.$/);
  });

  it('reports all that is wrong at once, not only the first', () => {
    folder.replace(check, 'device: windows\n', 'device: windows\ncolour: red\n');
    folder.replace('guide.yaml', 'photos: 16', 'photos: 60');
    folder.remove('lexicon.yaml');
    const { problems } = inspectAll(folder.root);
    const files = new Set(problems.map(({ file }) => file));
    expect([...files]).toEqual(expect.arrayContaining([check, 'guide.yaml', 'lexicon.yaml']));
  });

  it('stops whoever needs it, with the whole report in the message', () => {
    folder.replace(section, 'check: windows.notifications-on', 'check: windows.notification-on');
    const thrown = thrownBy(() => loadContent(folder.root));
    expect(thrown).toBeInstanceOf(SupportError);
    expect(thrown).toMatchObject({
      code: 'guide.invalid',
      message: expect.stringMatching(
        /sections\/windows\.notifications\.yaml:\d+ {2}error: unknown check.*\n.*→ /,
      ) as string,
    });
  });

  it('by a file that cannot be read is told where that is, and not where the file is named', () => {
    folder.replace(check, /^device:/m, '\tdevice:');
    folder.replace(section, /^title:/m, 'title: [');
    const { problems } = inspectAll(folder.root);
    expect(problems).toMatchObject([{ file: section }, { file: check }]);
  });

  it('by a sentence that loses what stands after #, or what is filled in, is warned of', () => {
    folder.replace(check, /^lookFor:.*$/m, 'lookFor: It looks like #1 there');
    folder.replace('phrases.en.yaml', 'Your problem: {subject}.', 'Your problem.');
    const { content, problems } = inspectAll(folder.root);
    expect(problems).toMatchObject([
      { severity: 'warning', file: check, line: folder.lineOf(check, 'lookFor:') },
      { severity: 'warning', file: 'phrases.en.yaml', message: 'where.subject does not tell {subject}' },
    ]);
    expect(content).toBeDefined();
  });

  it('by a warning only is used all the same', () => {
    folder.replace(
      section,
      'phrases:\n',
      'phrases:\n  - A phrase that stands here twice\n  - a phrase that stands here twice!\n',
    );
    const { content, problems } = inspectAll(folder.root);
    expect(problems).toMatchObject([{ severity: 'warning', file: section }]);
    expect(content).toBeDefined();
  });

  it('by a folder that is not there is reported, not thrown', () => {
    const { guide, problems } = inspectGuide(`${folder.root}/nowhere`);
    expect(guide).toBeUndefined();
    expect(problems.map(({ file }) => file)).toEqual(['guide.yaml', 'lexicon.yaml', 'phrases.en.yaml']);
  });

  it('and mended has a new version', () => {
    const before = loadGuide(`${folder.root}/knowledge/phone-link`).version;
    folder.replace('phrases.en.yaml', 'Skip this one', 'Leave this one');
    expect(loadGuide(`${folder.root}/knowledge/phone-link`).version).not.toBe(before);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
