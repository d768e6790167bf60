import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { extensionCommands } from '../../../src/channels/connector/extension-inbound.ts';
import { packageForTeams } from '../../../src/cli/package-teams/package.ts';
import { SupportError } from '../../../src/errors.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { run } from '../../support/process.ts';

const values = {
  'app-id': '0f0e6c1e-3c4c-4f0a-9d49-7a2f5a8b1c2d',
  domain: 'support.example.org',
  organization: 'Example "Org"',
  version: '0.1.0',
  'privacy-url': 'https://support.example.org/privacy',
  'terms-url': 'https://support.example.org/terms',
};
const source = join(projectRoot, 'appPackage');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  cpSync(source, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads an archive by its directory, as an unpacker does. */
function unpack(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
    expect({ name, crc: crc32(content), size: content.length }).toEqual({
      name,
      crc: archive.readUInt32LE(at + 16),
      size: archive.readUInt32LE(at + 24),
    });
    files.set(name, content);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

interface Command {
  title: string;
  type: string;
  prompt?: string;
}

const manifestOf = (archive: Buffer) =>
  JSON.parse(unpack(archive).get('manifest.json')?.toString('utf8') ?? '') as {
    id: string;
    developer: { name: string; privacyUrl: string };
    bots: { botId: string; scopes: string[]; commandLists: { commands: Command[] }[] }[];
    composeExtensions: { botId: string; commands: { id: string }[] }[];
    validDomains: string[];
    localizationInfo?: object;
  };

/** Changes a file of the package as somebody might by hand. */
function edit(name: string, change: (content: Record<string, unknown>) => void): void {
  const file = join(folder, name);
  const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(content);
  writeFileSync(file, JSON.stringify(content));
}

/** Why the package is not made. */
async function refusal(given = values): Promise<string> {
  const error: unknown = await packageForTeams(folder, given).catch((thrown: unknown) => thrown);
  return error instanceof SupportError ? error.message : 'It was made.';
}

describe('the package for Teams', () => {
  it('holds the manifest, both icons and the languages', async () => {
    const files = unpack(await packageForTeams(folder, values));
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png', 'languages/de.json']);
    expect(files.get('color.png')).toEqual(readFileSync(join(source, 'color.png')));
  });

  it('is filled in with the registration, the domain and the organization', async () => {
    const manifest = manifestOf(await packageForTeams(folder, values));
    expect(manifest).toMatchObject({ id: values['app-id'], validDomains: ['support.example.org'] });
    expect(manifest.bots[0]).toMatchObject({
      botId: values['app-id'],
      scopes: ['personal', 'team', 'groupChat'],
    });
    expect(manifest.developer).toMatchObject({
      name: 'Example "Org"',
      privacyUrl: 'https://support.example.org/privacy',
    });
    expect(JSON.stringify(manifest)).not.toMatch(/\{[a-z-]+\}/);
  });

  it('has the commands of the message extension under the ids that the bot knows', async () => {
    const [extension] = manifestOf(await packageForTeams(folder, values)).composeExtensions;
    expect(extension?.botId).toBe(values['app-id']);
    expect(extension?.commands.map(({ id }) => id)).toEqual(Object.values(extensionCommands));
  });

  it('asks for read receipts in personal chats, as the app of the registration', async () => {
    expect(manifestOf(await packageForTeams(folder, values))).toMatchObject({
      webApplicationInfo: { id: values['app-id'], resource: 'https://support.example.org' },
      authorization: {
        permissions: {
          resourceSpecific: [{ name: 'ChatMessageReadReceipt.Read.Chat', type: 'Application' }],
        },
      },
    });
  });

  it('sends English to the bot, whatever language a command is shown in', async () => {
    const [bot] = manifestOf(await packageForTeams(folder, values)).bots;
    const commands = bot?.commandLists.flatMap((list) => list.commands) ?? [];
    expect(commands.filter(({ type, prompt }) => type !== 'prompt' || !prompt)).toEqual([]);
  });

  it('is the same for the same input', async () => {
    expect(await packageForTeams(folder, values)).toEqual(await packageForTeams(folder, values));
  });

  it('names every language that has a file', async () => {
    cpSync(join(folder, 'languages', 'de.json'), join(folder, 'languages', 'de-AT.json'));
    const archive = await packageForTeams(folder, values);
    expect(manifestOf(archive).localizationInfo).toEqual({
      defaultLanguageTag: 'en',
      additionalLanguages: [
        { languageTag: 'de', file: 'languages/de.json' },
        { languageTag: 'de-AT', file: 'languages/de-AT.json' },
      ],
    });
    expect(unpack(archive).has('languages/de-AT.json')).toBe(true);
  });

  it('is refused with wrong values, each with its place and what to do', async () => {
    const wrong = {
      ...{ 'app-id': 'my-bot', domain: 'example.org/bot', organization: 'x'.repeat(33) },
      'terms-url': 'http://example.org',
    };
    const told = await refusal({ ...values, ...wrong });
    expect(told).toContain('manifest.json, id: must match pattern');
    expect(told).toContain('manifest.json, validDomains[0]: example.org/bot is no host name. Give --domain');
    expect(told).toContain('developer.name: must NOT have more than 32 characters. Bring it within 32.');
    expect(told).toContain('developer.termsOfUseUrl: is no https address. Give an address that');
  });

  it('is refused with a broken manifest, each fault with its place and what to do', async () => {
    edit('manifest.json', (manifest) => {
      manifest['colour'] = 'blue';
      delete manifest['name'];
      (manifest['bots'] as { scopes: string[] }[])[0]?.scopes.push('everyone');
      manifest['$schema'] = 'https://example.org/schema.json';
    });
    const told = await refusal();
    expect(told).toContain('manifest.json, the file: must NOT have additional properties. Take colour out');
    expect(told).toContain("manifest.json, the file: must have required property 'name'. Add name.");
    expect(told).toContain(
      'bots[0].scopes[3]: must be equal to one of the allowed values. Write one of: team,',
    );
    expect(told).toContain('manifest.json, $schema: is another schema. Write "https://developer.microsoft');
  });

  it('is refused with a broken language, each fault with its place and what to do', async () => {
    edit('languages/de.json', (language) => {
      language['name.short'] = 'x'.repeat(31);
      delete language['composeExtensions[0].commands[0].title'];
      language['bots[0].commandLists[0].commands[9].title'] = 'Weg';
      language['greeting'] = 'Hallo';
    });
    const told = await refusal();
    expect(told).toContain('languages/de.json, name.short: must NOT have more than 30 characters. Bring it');
    expect(told).toContain('composeExtensions[0].commands[0].title: is not translated. Add "composeExt');
    expect(told).toContain('bots[0].commandLists[0].commands[9].title: stands for nothing in the manifest');
    expect(told).toContain(
      'languages/de.json, the file: must NOT have additional properties. Take greeting out',
    );
  });

  it.each(['manifest.json', 'languages/de.json'])('is refused when %s is no JSON', async (name) => {
    writeFileSync(join(folder, name), '{"name": ');
    await expect(packageForTeams(folder, values)).rejects.toThrow(`${name} is no JSON`);
  });

  it.each([
    ['null', 'null'],
    ['[]', 'an array'],
    ['"de"', 'a string'],
  ])('is refused when a language file holds %s, with the file and what to do', async (content, named) => {
    writeFileSync(join(folder, 'languages/de.json'), content);
    expect(await refusal()).toMatch(
      new RegExp(`languages/de\\.json, the file: holds ${named} in place of an object\\. Write the texts`),
    );
  });

  it('asks no network for the schema', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
    await packageForTeams(folder, values);
    edit('manifest.json', (manifest) => void (manifest['manifestVersion'] = '99.0'));
    await expect(packageForTeams(folder, values)).rejects.toThrow('knows no schema');
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  it('is not made with an icon of another size', async () => {
    cpSync(join(source, 'color.png'), join(folder, 'outline.png'));
    await expect(packageForTeams(folder, values)).rejects.toThrow(
      /outline\.png is no PNG of 32 by 32 pixels/,
    );
  });

  it('is written by a command, which says where', async () => {
    const out = join(folder, 'out', 'app.zip');
    const args = ['--app-id', values['app-id'], '--domain', values.domain, '--out', out];
    const own = ['--privacy-url', 'https://www.example.org/data'];
    const { code, stdout } = await run('cli/package-teams.ts', { args: [...args, ...own] }).ended;
    const archive = readFileSync(out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${out}: ${archive.length} bytes\n` });
    expect(manifestOf(archive).developer.privacyUrl).toBe('https://www.example.org/data');
    const wrong = await run('cli/package-teams.ts', {
      args: ['--app-id', 'x', '--domain', 'y', '--out', out],
    }).ended;
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(
      /^cli\.invalid-input: The app package would be wrong:\n {2}manifest\.json, /,
    );
  });
});
