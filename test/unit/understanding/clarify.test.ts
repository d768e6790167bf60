import type { Section } from '../../../src/guide/schema.ts';
import { clarify } from '../../../src/understanding/clarify.ts';
import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import { sectionLike, smallGuide } from '../../support/small-guide.ts';
import { diagnosisLike } from './sessions.ts';

const sections: (Pick<Section, 'id'> & Partial<Section>)[] = [
  { id: 'android.calls', phone: 'android' },
  { id: 'iphone.calls', phone: 'iphone' },
  { id: 'windows.one' },
  { id: 'windows.twin', sameAs: ['windows.one'] },
  { id: 'windows.two' },
  { id: 'windows.three' },
];
const guide = smallGuide({
  sections: sections.map((section) => sectionLike({ checks: [], ...section })),
  checks: [],
});

const ask = (shares: Record<string, number>, change: Partial<Diagnosis> = {}, mayAsk = true) =>
  clarify({
    guide,
    mayAsk,
    diagnosis: diagnosisLike({
      sure: false,
      sections: Object.entries(shares).map(([section, share]) => ({ section, share })),
      ...change,
    }),
  });

const nothing = { ask: 'nothing' };
const forPhone = { ask: 'back', question: { kind: 'phone' } };
const among = (...offered: string[]) => ({ ask: 'back', question: { kind: 'section', sections: offered } });

describe('asking back', () => {
  const two = { 'windows.one': 0.4, 'windows.two': 0.3 };

  it('offers the candidates of a diagnosis that is not sure', () => {
    expect(ask(two)).toEqual(among('windows.one', 'windows.two'));
  });

  it('is not done when the diagnosis is sure, or right after another question', () => {
    expect(ask(two, { sure: true })).toEqual(nothing);
    expect(ask(two, {}, false)).toEqual(nothing);
  });

  it('is not done with one candidate or none', () => {
    expect(ask({ 'windows.one': 0.9 })).toEqual(nothing);
    expect(ask({})).toEqual(nothing);
  });

  it('offers three candidates at most', () => {
    expect(
      ask({ 'windows.one': 0.3, 'windows.two': 0.3, 'windows.three': 0.2, 'android.calls': 0.1 }),
    ).toEqual(among('windows.one', 'windows.two', 'windows.three'));
  });

  it('offers sections that mean the same once', () => {
    expect(ask({ 'windows.one': 0.4, 'windows.twin': 0.3, 'windows.two': 0.2 })).toEqual(
      among('windows.one', 'windows.two'),
    );
  });

  it('is not done between two that mean the same', () => {
    expect(ask({ 'windows.one': 0.5, 'windows.twin': 0.4 })).toEqual(nothing);
  });

  it('offers nothing that the guide does not have', () => {
    expect(ask({ 'windows.gone': 0.5, 'windows.one': 0.4, 'windows.two': 0.2 })).toEqual(
      among('windows.one', 'windows.two'),
    );
  });

  it('is not done when the candidates together hold less than half', () => {
    expect(ask({ 'windows.one': 0.25, 'windows.two': 0.25 }).ask).toBe('back');
    expect(ask({ 'windows.one': 0.25, 'windows.two': 0.24 })).toEqual(nothing);
  });
});

describe('asking for the phone', () => {
  it('comes first when the candidates are split by it', () => {
    expect(ask({ 'android.calls': 0.4, 'iphone.calls': 0.3, 'windows.one': 0.2 })).toEqual(forPhone);
  });

  it('is not done when the phone is known', () => {
    expect(ask({ 'android.calls': 0.4, 'iphone.calls': 0.3 }, { facets: { phone: 'iphone' } })).toEqual(
      among('android.calls', 'iphone.calls'),
    );
  });

  it('is done from a share of 0.15 for the unlikelier phone', () => {
    expect(ask({ 'android.calls': 0.5, 'iphone.calls': 0.15 })).toEqual(forPhone);
    expect(ask({ 'iphone.calls': 0.5, 'android.calls': 0.15 })).toEqual(forPhone);
    expect(ask({ 'android.calls': 0.5, 'iphone.calls': 0.14 })).toEqual(
      among('android.calls', 'iphone.calls'),
    );
  });

  it('is done when sections for one phone hold half of all, and not below', () => {
    expect(ask({ 'windows.one': 0.4, 'android.calls': 0.25, 'iphone.calls': 0.25 })).toEqual(forPhone);
    expect(ask({ 'windows.one': 0.4, 'android.calls': 0.25, 'iphone.calls': 0.24 })).toEqual(
      among('windows.one', 'android.calls', 'iphone.calls'),
    );
  });
});
