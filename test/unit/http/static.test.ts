import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StaticSite } from '../../../src/http/static.ts';

let root: string;
let site: StaticSite;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'static-'));
  for (const folder of ['docs', 'texts']) mkdirSync(join(root, folder));
  for (const name of [
    'index.html',
    'chat.html',
    'docs/embed.html',
    'widget.js',
    'chat-ABCD1234.js',
    'site.js',
  ])
    writeFileSync(join(root, name), name);
  writeFileSync(join(root, 'texts/de.json'), '{}');
  site = new StaticSite(root);
});
afterAll(() => rmSync(root, { recursive: true }));

describe('StaticSite', () => {
  it.each([
    ['/', 'index.html'],
    ['/chat', 'chat.html'],
    ['/docs/embed', 'docs/embed.html'],
  ])('answers %s with %s', async (path, name) => {
    expect((await site.find({ path }))?.body.toString()).toBe(name);
  });

  it.each(['/docs', '/chat/', '/../static/chat', '/chat.html.html', '/texts/fr.json'])(
    'has nothing at %s',
    async (path) => {
      expect(await site.find({ path })).toBeUndefined();
    },
  );

  it.each([
    ['/widget.js', true],
    ['/chat-ABCD1234.js', true],
    ['/texts/de.json', true],
    ['/site.js', false],
    ['/chat', false],
  ])('of other sites, %s may be loaded: %s', async (path, may) => {
    const { headers } = (await site.find({ path }))!;
    expect(headers['Cross-Origin-Resource-Policy']).toBe(may ? 'cross-origin' : 'same-origin');
    expect(headers['Access-Control-Allow-Origin']).toBe(may ? '*' : undefined);
  });
});
