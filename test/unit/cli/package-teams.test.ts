import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { packageForTeams } from '../../../src/cli/package-teams/package.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { run } from '../../support/process.ts';

jest.setTimeout(60_000);

const values = {
  'app-id': '0f0e6c1e-3c4c-4f0a-9d49-7a2f5a8b1c2d',
  domain: 'support.example.org',
  organization: 'Example "Org"',
  version: '0.1.0',
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

const manifestOf = (archive: Buffer) =>
  JSON.parse(unpack(archive).get('manifest.json')?.toString('utf8') ?? '') as {
    id: string;
    developer: { name: string };
    bots: { botId: string; scopes: string[]; commandLists: { commands: { title: string }[] }[] }[];
    validDomains: string[];
    localizationInfo?: object;
  };

describe('the package for Teams', () => {
  it('holds the manifest and both icons at its root', () => {
    const files = unpack(packageForTeams(folder, values));
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(files.get('color.png')).toEqual(readFileSync(join(source, 'color.png')));
  });

  it('is filled in with the registration, the domain and the organization', () => {
    const manifest = manifestOf(packageForTeams(folder, values));
    expect(manifest).toMatchObject({ id: values['app-id'], validDomains: ['support.example.org'] });
    expect(manifest.bots[0]).toMatchObject({
      botId: values['app-id'],
      scopes: ['personal', 'team', 'groupChat'],
    });
    expect(manifest.developer.name).toBe('Example "Org"');
    expect(JSON.stringify(manifest)).not.toMatch(/\{(app-id|domain|organization|version)\}/);
  });

  it('is the same for the same input', () => {
    expect(packageForTeams(folder, values)).toEqual(packageForTeams(folder, values));
  });

  it('names every language that has a file', () => {
    mkdirSync(join(folder, 'languages'));
    writeFileSync(join(folder, 'languages', 'de.json'), '{"name.short":"Phone-Link-Hilfe"}');
    const archive = packageForTeams(folder, values);
    expect(manifestOf(archive).localizationInfo).toEqual({
      defaultLanguageTag: 'en',
      additionalLanguages: [{ languageTag: 'de', file: 'languages/de.json' }],
    });
    expect(unpack(archive).has('languages/de.json')).toBe(true);
  });

  it.each([
    ['an app id that is none', { 'app-id': 'my-bot' }, /id: /],
    ['a domain with a path', { domain: 'example.org/bot' }, /validDomains\.0: is no host name/],
    ['a name that Teams would cut', { organization: 'x'.repeat(33) }, /developer\.name/],
  ])('is not made with %s', (_, change, message) => {
    expect(() => packageForTeams(folder, { ...values, ...change })).toThrow(message);
  });

  it('is not made with an icon of another size', () => {
    cpSync(join(source, 'color.png'), join(folder, 'outline.png'));
    expect(() => packageForTeams(folder, values)).toThrow(/outline\.png is no PNG of 32 by 32 pixels/);
  });

  it('is written by a command, which says where', async () => {
    const out = join(folder, 'out', 'app.zip');
    const args = ['--app-id', values['app-id'], '--domain', values.domain, '--out', out];
    const { code, stdout } = await run('cli/package-teams.ts', { args }).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${out}: ${readFileSync(out).length} bytes\n` });
    const wrong = await run('cli/package-teams.ts', {
      args: ['--app-id', 'x', '--domain', 'y', '--out', out],
    }).ended;
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^cli\.invalid-input: /);
  });
});
