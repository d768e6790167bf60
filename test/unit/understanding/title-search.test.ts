import { TitleSearch, withTitles } from '../../../src/understanding/title-search.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';
import { diagnosisLike } from './sessions.ts';

const guide = smallGuide({
  sections: [
    sectionLike({
      id: 'android.battery',
      title: 'Battery saving',
      choice: 'It stops in the background',
      checks: [
        { check: 'android.autostart', weight: 0 },
        { check: 'android.unrestricted', weight: 2 },
      ],
    }),
    sectionLike({
      id: 'windows.bluetooth',
      title: 'Bluetooth on the PC',
      choice: 'The PC loses my phone',
      checks: [
        { check: 'android.autostart', weight: 1 },
        { check: 'android.unrestricted', weight: 1 },
        { check: 'windows.sound', weight: 1 },
      ],
    }),
    sectionLike({ id: 'windows.sound', title: 'Nobody hears a thing', choice: 'It is silent', checks: [] }),
  ],
  checks: [
    checkLike({ id: 'android.autostart', title: 'Autostart', names: ['Auto launch'] }),
    checkLike({ id: 'android.unrestricted', title: 'Unrestricted usage', names: ['Optimised apps'] }),
    checkLike({ id: 'windows.sound', title: 'Volume mixer', names: ['Loudspeaker'] }),
    checkLike({ id: 'android.orphan', title: 'Gramophone', names: ['Gramophone'] }),
  ],
});
const find = (text: string) => new TitleSearch(guide).find(text);
const best = (text: string) => find(text)[0];

describe('searching the names of sections and settings', () => {
  it.each([
    ['battery saving', { section: 'android.battery' }],
    ['It stops in the background!', { section: 'android.battery' }],
    ['unrestricted usage', { section: 'android.battery', check: 'android.unrestricted' }],
    ['optimised apps', { section: 'android.battery', check: 'android.unrestricted' }],
    ['autostart', { section: 'windows.bluetooth', check: 'android.autostart' }],
  ])('%j finds %j, by the very words', (text, hit) => {
    expect(best(text)).toMatchObject(hit);
    expect(best(text)?.likeness).toBeGreaterThan(0.9);
  });

  it.each([
    ['batery savng', 'android.battery'],
    ['unrestrcted usage', 'android.battery'],
    ['loudspeeker', 'windows.sound'],
  ])('%j finds %s, slips forgiven', (text, section) => {
    const hit = best(text);
    expect(hit?.section).toBe(section);
    expect(hit?.likeness).toBeGreaterThanOrEqual(0.25);
    expect(hit?.likeness).toBeLessThan(1);
  });

  it('a check belongs to the section of its own name before any other that lists it', () => {
    expect(best('volume mixer')).toMatchObject({ section: 'windows.sound', check: 'windows.sound' });
  });

  it('a section that was hit by its title names no check', () => {
    expect(best('battery saving')).not.toHaveProperty('check');
  });

  it('each section is found once', () => {
    const found = find('bluetooth on the pc').map(({ section }) => section);
    expect(new Set(found).size).toBe(found.length);
  });

  it('three hits are given at most, the best first', () => {
    const many = smallGuide({
      sections: ['alpha', 'beta', 'gamma', 'delta'].map((name) =>
        sectionLike({ id: `test.${name}`, title: `battery ${name}`, choice: `${name} drains`, checks: [] }),
      ),
      checks: [],
    });
    expect(new TitleSearch(many).find('battery')).toHaveLength(3);
    const found = new TitleSearch(many).find('battery beta gamma gamma');
    expect(found.map(({ section }) => section)).toEqual(['test.gamma', 'test.beta']);
  });

  it.each(['', '?!', 'zebra crossing', 'the battery saving is on for days'])('%j finds nothing', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('five words are searched and six are a story', () => {
    expect(find('it stops in the background')).not.toEqual([]);
    expect(find('now it stops in the background')).toEqual([]);
  });
});

describe('a diagnosis after a look at the names', () => {
  const diagnosis = diagnosisLike({
    kind: 'small-talk',
    smallTalk: 'chatter',
    sections: [
      { section: 'test.one', share: 0.5 },
      { section: 'test.two', share: 0.3 },
    ],
    pointedAt: ['test.check'],
  });

  it('is unchanged without a hit', () => {
    expect(withTitles(diagnosis, [])).toBe(diagnosis);
  });

  it('is a symptom, and not a sure one', () => {
    const after = withTitles(diagnosis, [{ section: 'test.one', likeness: 1 }]);
    expect(after).toMatchObject({ kind: 'symptom', sure: false });
    expect(after).not.toHaveProperty('smallTalk');
  });

  it('gives the names two fifths of the belief, by their likeness', () => {
    const { sections, confidence } = withTitles(diagnosis, [
      { section: 'test.two', likeness: 0.6 },
      { section: 'test.new', likeness: 0.2 },
    ]);
    const shares = Object.fromEntries(sections.map(({ section, share }) => [section, share]));
    expect(shares['test.one']).toBeCloseTo(0.6 * 0.5, 10);
    expect(shares['test.two']).toBeCloseTo(0.6 * 0.3 + 0.4 * 0.75, 10);
    expect(shares['test.new']).toBeCloseTo(0.4 * 0.25, 10);
    expect(sections.map(({ section }) => section)).toEqual(['test.two', 'test.one', 'test.new']);
    expect(confidence).toBe(shares['test.two']);
  });

  it('points at the settings that were named, each once', () => {
    const hits = ['test.check', 'test.other', undefined].map((check, index) => ({
      section: `test.${index}`,
      likeness: 1,
      ...(check === undefined ? {} : { check }),
    }));
    expect(withTitles(diagnosis, hits).pointedAt).toEqual(['test.check', 'test.other']);
  });

  it('holds five sections at most', () => {
    const sections = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ section: id, share: 0.2 }));
    const after = withTitles({ ...diagnosis, sections }, [{ section: 'new', likeness: 1 }]);
    expect(after.sections).toHaveLength(5);
    expect(after.sections[0]?.section).toBe('new');
  });
});
