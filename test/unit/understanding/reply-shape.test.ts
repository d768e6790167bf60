import { ReplyShapes } from '../../../src/understanding/reply-shape.ts';
import { words } from '../../../src/understanding/text.ts';

const shapes = new ReplyShapes({ bad: ['off', 'dark'], deed: ['turned'], good: ['on', 'off'], now: ['now'] });
const shapeOf = (text: string) => shapes.of(text, words(text));

describe('the shape of a reply', () => {
  it('is its kinds of words in their order, whatever the words', () => {
    expect(shapeOf('dark, turned on')).toEqual([
      'length=1',
      'clauses=2',
      'first=dark',
      'last=on',
      'begins=dark turned',
      'bad',
      'deed',
      'bad deed',
      'good',
      'deed good',
      'bad deed good',
      'bad … good',
      'begins bad',
      'ends good',
      'all bad deed good',
    ]);
  });

  it('counts a word of two kinds for the first', () => {
    expect(shapeOf('off')).toContain('bad');
    expect(shapeOf('off')).not.toContain('good');
  });

  it('tells what is asked and what is shouted', () => {
    expect(shapeOf('lamp?')).toContain('?');
    expect(shapeOf('lamp!')).toContain('!');
    expect(shapeOf('lamp')).not.toContain('?');
  });

  it('tells short texts from long ones, and counts clauses up to three', () => {
    expect(shapeOf('a b c d e')).toContain('length=2');
    expect(shapeOf('a '.repeat(50))).toContain('length=4');
    expect(shapeOf('a, b and c but d. e')).toContain('clauses=3');
  });

  it('pairs kinds that are at most four apart', () => {
    expect(shapeOf('dark now now now on')).toContain('bad … good');
    expect(shapeOf('dark now now now now on')).not.toContain('bad … good');
  });

  it('of nothing is its length alone', () => {
    expect(shapeOf('')).toEqual(['length=0', 'clauses=0']);
  });
});
