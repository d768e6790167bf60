import type { Facets } from '../../../src/conversation/case.ts';
import { symptomGroups } from '../../../src/troubleshooting/symptom-group.ts';

describe('the group of a symptom', () => {
  it.each(['notifications', 'messages', 'calls'] as const)('of %s is that of the phone', (feature) => {
    expect(symptomGroups({ feature, phone: 'android' })).toEqual([{ group: `${feature}-android`, share: 1 }]);
    expect(symptomGroups({ feature, phone: 'iphone' })).toEqual([{ group: `${feature}-iphone`, share: 1 }]);
  });

  it.each(['notifications', 'messages', 'calls'] as const)(
    'of %s is three fifths Android while the phone is not known',
    (feature) => {
      expect(symptomGroups({ feature })).toEqual([
        { group: `${feature}-android`, share: 0.6 },
        { group: `${feature}-iphone`, share: 0.4 },
      ]);
    },
  );

  it.each(['photos', 'contacts', 'apps', 'connection', 'everything'] as const)(
    'of %s is the same for every phone',
    (feature) => {
      for (const facets of [{ feature }, { feature, phone: 'iphone' }] satisfies Facets[]) {
        expect(symptomGroups(facets)).toEqual([{ group: feature, share: 1 }]);
      }
    },
  );

  it('of an unknown feature is everything', () => {
    expect(symptomGroups({ phone: 'android' })).toEqual([{ group: 'everything', share: 1 }]);
  });
});
