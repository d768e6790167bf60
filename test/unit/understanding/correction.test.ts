import { corrections } from '../../../src/understanding/correction.ts';

describe('a text read as a correction', () => {
  it.each([
    ['no not messages, calls', { denied: 'messages', meant: 'calls' }],
    ['Not the photos but my texts!', { denied: 'the photos', meant: 'my texts' }],
    ['no, not calls but notifications', { denied: 'calls', meant: 'notifications' }],
    ['sorry I meant calls', { meant: 'calls' }],
    ['I mean the photos, not the texts', { meant: 'the photos', denied: 'the texts' }],
    ['calls not photos', { meant: 'calls', denied: 'photos' }],
    ['no, calls, not photos.', { meant: 'calls', denied: 'photos' }],
  ])('"%s" gives %j first', (text, first) => {
    expect(corrections(text)[0]).toEqual(first);
  });

  it.each(['not working', 'it is not on', 'calls', 'I mean', '', 'not 1, 2', 'why not'])(
    '"%s" gives none',
    (text) => {
      expect(corrections(text)).toEqual([]);
    },
  );

  it('is short', () => {
    expect(corrections(`${'no '.repeat(33)}calls not photos`)).toHaveLength(1);
    expect(corrections(`${'no '.repeat(36)}calls not photos`)).toEqual([]);
  });
});
