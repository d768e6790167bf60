import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import type { Attachment } from '../../../src/conversation/activity.ts';
import { cardNames, createCards } from '../../../src/presentation/card-templates.ts';
import { rememberCards } from '../../../src/presentation/remembered-cards.ts';
import { projectRoot } from '../../../src/project-root.ts';

const folder = join(projectRoot, 'cards');
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;

describe.each(cardNames)('the card %s', (name) => {
  it('is for another case and step what its template makes of it, though the same was filled before', () => {
    const fill = createCards(folder);
    const sample = read(`${name}.sample.json`);
    fill(name, { ...sample, case: 'ABCDEFGH', step: 1 });
    const other = { ...sample, case: 'K7M2QX9A', step: 42 };
    const expected: unknown = new Template(read(`${name}.card.json`)).expand({ $root: other });
    expect(fill(name, other).content).toEqual(expected);
  });
});

describe('remembered cards', () => {
  const made: string[] = [];
  const fill = rememberCards((name: string, data): Attachment => {
    made.push(name);
    const { case: caseId, step }: { case?: string; step?: number } = data;
    return {
      contentType: 'card',
      content: { ...data, actions: [{ data: { do: 'rate', case: caseId, step } }] },
    };
  });
  beforeEach(() => void made.splice(0));

  it('are filled once for all that see the same', () => {
    const first = fill('check', { text: 'one', case: 'A', step: 1 });
    const second = fill('check', { text: 'one', case: 'B', step: 2 });
    expect(made).toEqual(['check']);
    expect(first.content).toMatchObject({
      text: 'one',
      actions: [{ data: { do: 'rate', case: 'A', step: 1 } }],
    });
    expect(second.content).toMatchObject({
      text: 'one',
      actions: [{ data: { do: 'rate', case: 'B', step: 2 } }],
    });
  });

  it('are not changed by what is done to one that was filled', () => {
    const first = fill('record', { text: 'two', lines: ['a'] }) as { content: { lines: string[] } };
    first.content.lines.push('b');
    expect(fill('record', { text: 'two', lines: ['a'] }).content).toMatchObject({ lines: ['a'] });
  });

  it('are forgotten when two hundred others were used since', () => {
    fill('check', { text: 'kept' });
    for (let count = 0; count < 199; count += 1) fill('check', { count });
    fill('check', { text: 'kept' });
    expect(made).toHaveLength(200);
    for (let count = 0; count < 200; count += 1) fill('check', { other: count });
    fill('check', { text: 'kept' });
    expect(made).toHaveLength(401);
  });
});
