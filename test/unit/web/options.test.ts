import { chooseLanguage, directionOf, validLanguage } from '../../../src/web/shared/language.ts';
import { fillMarkup } from '../../../src/web/shared/markup.ts';
import { counted, fill, overlay, texts } from '../../../src/web/shared/texts.ts';
import { readOptions } from '../../../src/web/widget/options.ts';

const around = {
  scriptUrl: 'https://support.example.org/widget.js?v=1',
  pageLanguage: 'de-AT',
  browserLanguage: 'fr',
};

describe('readOptions', () => {
  it('takes the server from the address of the script, and the language from the page', () => {
    expect(readOptions({}, around)).toEqual({
      server: 'https://support.example.org',
      language: 'de-AT',
      theme: 'auto',
      position: 'end',
      title: undefined,
      greeting: undefined,
      open: false,
      fullPage: false,
    });
  });

  it('takes what the attributes say', () => {
    const attributes = {
      ...{ server: 'http://127.0.0.1:3978/any/path', lang: 'ar', theme: 'dark', position: 'start' },
      ...{ title: ' Help ', greeting: 'Hello!', open: '', fullPage: 'true' },
    };
    expect(readOptions(attributes, around)).toEqual({
      ...{ server: 'http://127.0.0.1:3978', language: 'ar', theme: 'dark', position: 'start' },
      ...{ title: 'Help', greeting: 'Hello!', open: true, fullPage: true },
    });
  });

  it.each([
    [{ server: 'javascript:alert(1)' }, 'server', 'https://support.example.org'],
    [{ server: 'nonsense' }, 'server', 'https://support.example.org'],
    [{ theme: 'pink' }, 'theme', 'auto'],
    [{ position: 'top' }, 'position', 'end'],
    [{ lang: 'not a tag' }, 'language', 'en'],
    [{ open: 'false' }, 'open', false],
    [{ title: '  ' }, 'title', undefined],
  ] as const)('of %j takes %s as if it were not there', (attributes, name, value) => {
    expect(readOptions(attributes, around)[name]).toBe(value);
  });

  it('takes the language from the address where the chat fills the page, and nowhere else', () => {
    const asked = { ...around, addressLanguage: 'de' };
    expect(readOptions({ fullPage: '' }, asked).language).toBe('de');
    expect(readOptions({ fullPage: '', lang: 'fr' }, asked).language).toBe('fr');
    expect(readOptions({}, asked).language).toBe('de-AT');
  });

  it('cuts a title that would push everything else away', () => {
    expect(readOptions({ title: 'x'.repeat(500) }, around).title).toHaveLength(60);
  });
});

describe('language', () => {
  it.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['FA', 'rtl'],
    ['en-US', 'ltr'],
    ['art', 'ltr'],
  ])('%s runs %s', (language, direction) => {
    expect(directionOf(language)).toBe(direction);
  });

  it('finds the file of the whole tag, or else of its first part', () => {
    expect(chooseLanguage('pt-BR', ['pt', 'pt-BR'])).toBe('pt-BR');
    expect(chooseLanguage('pt-PT', ['pt', 'pt-BR'])).toBe('pt');
    expect(chooseLanguage('de', ['pt'])).toBeUndefined();
  });

  it('writes a tag as it is usually written', () => {
    expect(validLanguage('pt-br')).toBe('pt-BR');
    expect(validLanguage('')).toBe('en');
  });
});

describe('texts', () => {
  it('of another language stand in for ours, and what the file lacks stays in English', () => {
    const ours = structuredClone(texts);
    overlay(ours, { startOver: 'Neu beginnen', composer: { send: 'Senden' }, made: 'up', typing: 3 });

    expect(ours.startOver).toBe('Neu beginnen');
    expect(ours.composer.send).toBe('Senden');
    expect(ours.composer.label).toBe(texts.composer.label);
    expect(ours.typing).toBe(texts.typing);
    expect(ours).not.toHaveProperty('made');
  });

  it.each([[null], ['text'], [{ composer: null }], [{ __proto__: { title: 'x' } }]])(
    'are left alone by %j',
    (other) => {
      const ours = structuredClone(texts);
      overlay(ours, other);
      expect(ours).toEqual(texts);
    },
  );

  it('keep the name of a value that is missing', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });

  it.each([
    [0, '0 cases of Ada'],
    [1, '1 case of Ada'],
    [2, '2 cases of Ada'],
  ])('speak of %i in its own form', (count, text) => {
    const forms = { one: '1 case of {name}', other: '{count} cases of {name}' };
    expect(counted(forms, count, { name: 'Ada' })).toBe(text);
  });
});

describe('fillMarkup', () => {
  const values = { texts: { deep: { text: 'a "<b>" & c' } }, icons: { send: '<svg/>' } };

  it('puts texts and icons in, with the text as text', () => {
    expect(fillMarkup('<p title="{{deep.text}}">{{icon:send}}</p>', values)).toBe(
      '<p title="a &quot;&lt;b>&quot; &amp; c"><svg/></p>',
    );
  });

  it.each(['{{deep.none}}', '{{deep}}', '{{icon:none}}'])('names %s, which stands for nothing', (name) => {
    expect(() => fillMarkup(name, values)).toThrow(name);
  });
});
