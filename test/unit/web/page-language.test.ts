import { askedLanguage, useLanguage } from '../../../src/web/shared/page-language.ts';

const browser = 'de-AT';

describe('the language of a page of ours', () => {
  it.each([
    ['', 'de-AT'],
    ['?lang=ar', 'ar'],
    ['?lang=!', 'en'],
  ])('is that of the address, else of the browser: "%s" asks for %s', (search, asked) => {
    expect(askedLanguage({ search, browser })).toBe(asked);
  });

  const files = { '/desk/texts': ['de', 'ar'], '/texts': ['de'] };
  const page = () => ({ own: { title: 'Desk', hello: { a: 'A', b: 'B' } }, shared: { send: 'Send' } });
  const served: Record<string, string> = {
    '/desk/texts/de.json': '{"title": "Pult", "hello": {"a": "Ä"}, "nonsense": 1}',
    '/texts/de.json': '{"send": "Senden"}',
    '/desk/texts/ar.json': 'not JSON',
  };
  const fetchOf: typeof fetch = (address) => {
    const body = typeof address === 'string' ? served[address] : undefined;
    return Promise.resolve(new Response(body ?? '', { status: body === undefined ? 404 : 200 }));
  };
  const use = (asked: string, { own, shared }: ReturnType<typeof page>, fetching = fetchOf) =>
    useLanguage({
      ...{ asked, files, fetch: fetching },
      texts: [
        { folder: '/desk/texts', of: own },
        { folder: '/texts', of: shared },
      ],
    });

  it('takes the texts there are, and keeps English for what a file lacks', async () => {
    const texts = page();
    expect(await use('de-AT', texts)).toEqual({ language: 'de', direction: 'ltr' });
    expect(texts).toEqual({ own: { title: 'Pult', hello: { a: 'Ä', b: 'B' } }, shared: { send: 'Senden' } });
  });

  it.each(['fr', 'ar'])(
    'stays English when there is no file, or none that can be read: %s',
    async (asked) => {
      const texts = page();
      expect(await use(asked, texts)).toEqual({ language: 'en', direction: 'ltr' });
      expect(texts).toEqual(page());
    },
  );

  it('stays English in all its parts when its own file does not come', async () => {
    const texts = page();
    const half: typeof fetch = (address) =>
      address === '/texts/de.json' ? fetchOf(address) : Promise.reject(new TypeError('no network'));
    expect(await use('de', texts, half)).toEqual({ language: 'en', direction: 'ltr' });
    expect(texts).toEqual(page());
  });

  it('stays English without a connection', async () => {
    const offline = () => Promise.reject(new TypeError('no network'));
    expect(await use('de', page(), offline)).toEqual({ language: 'en', direction: 'ltr' });
  });
});
