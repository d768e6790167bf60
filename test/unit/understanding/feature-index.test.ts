import { FeatureIndex, nowhere } from '../../../src/understanding/feature-index.ts';

describe('the index of features', () => {
  test('numbers features in the order of their first occurrence', () => {
    const index = new FeatureIndex();
    expect([7, -3, 7, 0, -3].map((feature) => index.add(feature))).toEqual([0, 1, 0, 2, 1]);
    expect(index.size).toBe(3);
  });

  test('knows where those are that it was made of, and no others', () => {
    const index = new FeatureIndex([5, 0, -1]);
    expect([5, 0, -1, 4].map((feature) => index.get(feature))).toEqual([0, 1, 2, nowhere]);
    expect(index.size).toBe(3);
  });

  test('of nothing knows nothing', () => {
    expect(new FeatureIndex().get(0)).toBe(nowhere);
  });

  test('tells features apart that fall into the same place', () => {
    const alike = [3, 3 + 2 ** 20, 3 - 2 ** 31, 3 + 2 ** 30];
    const index = new FeatureIndex(alike);
    expect(alike.map((feature) => index.get(feature))).toEqual([0, 1, 2, 3]);
    expect(index.get(3 + 2 ** 21)).toBe(nowhere);
  });

  test('searches on at the beginning when its end is taken', () => {
    const last = [1023, 1023 + 1024, 1023 + 2048];
    const index = new FeatureIndex(last);
    expect([...last, 0, 1].map((feature) => index.get(feature))).toEqual([0, 1, 2, nowhere, nowhere]);
  });

  test('keeps each place when it grows', () => {
    const features = Array.from({ length: 20_000 }, (_, at) => Math.imul(at, 0x9e3779b1) | 0);
    const index = new FeatureIndex(features);
    expect(index.size).toBe(20_000);
    expect(features.every((feature, at) => index.get(feature) === at)).toBe(true);
    expect(features.every((feature, at) => index.add(feature) === at)).toBe(true);
  });
});
