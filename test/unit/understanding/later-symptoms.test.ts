import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import { firstSymptom, laterSymptoms } from '../../../src/understanding/later-symptoms.ts';
import { sectionLike, smallGuide } from '../../support/small-guide.ts';
import { diagnosisLike } from './sessions.ts';

const guide = smallGuide({
  sections: [
    sectionLike({ id: 'test.photos', sameAs: ['test.pictures'], checks: [] }),
    ...['test.pictures', 'test.calls', 'test.texts'].map((id) => sectionLike({ id, checks: [] })),
  ],
  checks: [],
});

const about = (section: string, feature: Diagnosis['facets']['feature'], change: Partial<Diagnosis> = {}) =>
  diagnosisLike({
    sections: [{ section, share: 0.9 }],
    facets: { feature },
    features: feature ? [feature] : [],
    ...change,
  });

/** What a clause with this word is diagnosed as. */
const meanings: Record<string, Diagnosis> = {
  photos: about('test.photos', 'photos'),
  pictures: about('test.pictures', 'contacts'),
  gallery: about('test.calls', 'photos'),
  calls: about('test.calls', 'calls'),
  texts: about('test.texts', 'messages'),
  texting: about('test.texts', 'messages', { features: ['messages'], working: ['messages'] }),
  ringing: about('test.calls', 'calls', { features: ['calls', 'messages'], working: ['messages'] }),
  dialling: about('test.calls', 'calls', { features: ['messages'] }),
  pairs: about('test.texts', 'connection'),
  everything: about('test.texts', 'everything'),
  devices: about('test.texts', undefined),
  perhaps: about('test.calls', 'calls', { confidence: 0.59 }),
  probably: about('test.calls', 'calls', { confidence: 0.6 }),
  nowhere: diagnosisLike({ facets: { feature: 'calls' } }),
  weather: diagnosisLike({
    kind: 'small-talk',
    sections: [{ section: 'test.calls', share: 0.9 }],
    facets: { feature: 'calls' },
  }),
};

const meaningOf = (clause: string) =>
  Object.entries(meanings).find(([word]) => clause.includes(word))?.[1] ??
  diagnosisLike({ kind: 'off-topic' });

const later = (text: string) =>
  laterSymptoms({ guide, text, whole: meanings['photos'] ?? diagnosisLike(), diagnose: meaningOf });

describe('symptoms besides the first', () => {
  it.each([
    ['my photos are gone. my calls never ring', 'my calls never ring'],
    ['my photos are gone; my calls never ring', 'my calls never ring'],
    ['my photos are gone! my calls never ring?', 'my calls never ring'],
    ['my photos are gone\nmy calls never ring', 'my calls never ring'],
    ['my photos are gone, also my calls never ring', 'my calls never ring'],
    ['my photos are gone, and besides my calls never ring', 'my calls never ring'],
    ['my photos are gone also my calls never ring', 'my calls never ring'],
    ['my photos are gone plus my calls never ring', 'my calls never ring'],
    ['my photos are gone, another problem my calls never ring', 'my calls never ring'],
    ['my photos are gone another thing my calls never ring', 'my calls never ring'],
    ['my photos are gone On Top Of That my calls never ring', 'my calls never ring'],
    ['my photos are gone and then there is calls never ring', 'calls never ring'],
    ['my photos are gone and my calls never ring', 'my calls never ring'],
    ['my photos are gone, my calls never ring', 'my calls never ring'],
    ['my photos are gone but my calls never ring', 'my calls never ring'],
    ['my photos are gone: my calls never ring', 'my calls never ring'],
    ['1) my photos are gone 2) my calls never ring', 'my calls never ring'],
    ['my photos are gone. no calls', 'no calls'],
    ['my photos are gone. also my calls ring twice', 'my calls ring twice'],
  ])('are told after: %j', (text, symptom) => {
    expect(later(text)).toEqual([symptom]);
  });

  it.each([
    ['in a single word', 'my photos are gone. calls'],
    ['in less than three words after also', 'my photos are gone. also calls'],
    ['that are not said to fail', 'my photos are gone. my calls ring twice'],
    ['of what is only about it', 'my photos are gone. the dialling never ends'],
    ['of the link alone', 'my photos are gone. it never pairs'],
    ['of the same feature', 'my photos are gone. my gallery is empty'],
    ['of a section that answers the same', 'my photos are gone. my pictures are missing'],
    ['of everything', 'my photos are gone. now everything is broken'],
    ['of no feature', 'my photos are gone. my devices are new'],
    ['of what is said to work', 'my photos are gone. my texting is fine'],
    ['that are no symptom', 'my photos are gone. how is the weather'],
    ['that nobody is sure of', 'my photos are gone. it may perhaps be'],
    ['that fit no section', 'my photos are gone. it goes nowhere now'],
  ])('are none %s: %j', (_, text) => {
    expect(later(text)).toEqual([]);
  });

  it('are told besides a link that fails', () => {
    const whole = about('test.photos', 'connection');
    expect(laterSymptoms({ guide, text: 'it keeps dropping, no calls', whole, diagnose: meaningOf })).toEqual(
      ['no calls'],
    );
  });

  it('are told where one thing works and another does not', () => {
    expect(later('my photos are gone. no ringing though that works')).toEqual([
      'no ringing though that works',
    ]);
  });

  it('are believed from a confidence of 0.6', () => {
    expect(later('my photos are gone. also it is probably so')).toEqual(['it is probably so']);
  });

  it('are two at most', () => {
    expect(later('my photos are gone. my calls never ring. my texts are late. my calls are dead')).toEqual([
      'my calls never ring',
      'my texts are late',
    ]);
  });

  it('are looked for in the first eight parts, and in the first four that are announced', () => {
    const calm = (times: number) => 'this is calm, '.repeat(times);
    expect(later(`my photos are gone, ${calm(6)}my calls never ring`)).toEqual(['my calls never ring']);
    expect(later(`my photos are gone, ${calm(7)}my calls never ring`)).toEqual([]);
    const also = (times: number) => 'also this is calm. '.repeat(times);
    expect(later(`my photos are gone. ${also(3)}also my calls ring twice`)).toEqual(['my calls ring twice']);
    expect(later(`my photos are gone. ${also(4)}also my calls ring twice`)).toEqual([]);
  });

  it('are told in the order of the text', () => {
    expect(later('my photos are gone, no calls. also my texts come twice')).toEqual([
      'no calls',
      'my texts come twice',
    ]);
  });

  it('are only those announced when the text is about everything', () => {
    for (const feature of ['everything', undefined] as const) {
      const whole = about('test.photos', feature);
      const of = (text: string) => laterSymptoms({ guide, text, whole, diagnose: meaningOf });
      expect(of('it all broke, no calls')).toEqual([]);
      expect(of('it all broke, also no calls now')).toEqual(['no calls now']);
    }
  });

  it('are none when every clause is another one: then the whole was not understood', () => {
    expect(later('my calls never ring. my texts are late')).toEqual([]);
  });

  it('do not end in the middle of a word', () => {
    expect(later('my photos are gone in the surplus calls never ring')).toEqual([]);
  });
});

describe('a text that is sure of no symptom', () => {
  const unsure = diagnosisLike({ sure: false, confidence: 0.2, facets: { phone: 'android' } });
  const first = (text: string, whole = unsure) =>
    firstSymptom({
      guide,
      text,
      whole,
      diagnose: (clause) => meanings[clause.split(' ').at(-1) ?? ''] ?? diagnosisLike({ kind: 'off-topic' }),
    });

  it('is about what its first clause tells, when another tells of something else', () => {
    expect(first('one is photos. two is calls')).toMatchObject({
      sections: [{ section: 'test.photos' }],
      facets: { feature: 'photos', phone: 'android' },
    });
    expect(first('1) lost are photos 2) lost are calls').sections).toEqual(
      about('test.photos', 'photos').sections,
    );
  });

  it('stays as it is when all clauses tell the same', () => {
    expect(first('one is photos. two is pictures')).toBe(unsure);
    expect(first('one is photos')).toBe(unsure);
  });

  it('stays as it is when a clause is no symptom or not sure', () => {
    expect(first('one is weather. two is calls')).toBe(unsure);
    expect(first('one is photos. two is weather')).toBe(unsure);
  });

  it('is left alone when it is sure of one', () => {
    const sure = diagnosisLike();
    expect(first('one is photos. two is calls', sure)).toBe(sure);
  });
});
