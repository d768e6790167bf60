import { parse } from 'yaml';
import { toCsv } from '../../../src/insights/csv.ts';
import { csvOf, tableNames } from '../../../src/insights/insight-tables.ts';
import { phrasesAsYaml } from '../../../src/insights/phrases-yaml.ts';
import { Tally } from '../../../src/insights/tally.ts';

describe('a table as CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', `"'\t=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['|cmd', "'|cmd"],
  ])('does not let a spreadsheet run %j', (text, expected) => {
    expect(toCsv(['text'], [[text]])).toBe(`text\r\n${expected}\r\n`);
  });

  it('quotes what would break a line or a column', () => {
    expect(toCsv(['a', 'b'], [['x, "y"\nz', 3]])).toBe('a,b\r\n"x, ""y""\nz",3\r\n');
  });

  it('leaves a cell empty whose number is none', () => {
    expect(toCsv(['a'], [[NaN]])).toBe('a\r\n\r\n');
  });

  it('tells of each check whether its fix lasted', () => {
    const tally = new Tally({ timezone: 'UTC', first: '1970-01-01', last: '1970-01-01' });
    const counts = { cases: 4, fixed: 4, alreadyOk: 0, notFound: 0, skipped: 0, sought: 0, solved: 4 };
    const checks = [{ check: 'a', ...counts, lasted: 2, cameBack: 1 }];
    tally.addDay('1970-01-01', { ends: [], scores: [], seconds: [], checks });
    const [header = '', line = ''] = csvOf.checks({ ...tally.result(), unmatched: [] }).split('\r\n');
    const cells = line.split(',');
    const at = (column: string) => cells[header.split(',').indexOf(column)];
    expect([at('lasted'), at('came_back')]).toEqual(['2', '1']);
  });

  it.each(tableNames)('has a header and well-formed lines for %s', (name) => {
    const empty = new Tally({
      timezone: 'UTC',
      first: '1970-01-01',
      last: '1970-01-02',
    }).result();
    const lines = csvOf[name]({ ...empty, unmatched: [] })
      .trimEnd()
      .split('\r\n');
    const columns = lines.map((line) => line.split(',').length);
    expect(lines[0]).toMatch(/^[a-z_,]+$/);
    expect(new Set(columns).size).toBe(1);
  });
});

describe('texts as example phrases', () => {
  it.each([
    "my texts don't arrive",
    'yes',
    'a: b # c',
    '"quoted" [list] {map} & *x !y |z >w %v @u `t',
    '- dash first',
    '12',
    'two\n  lines: and: colons',
    'nothing, and then?',
    'schöne grüße 🙂',
    'trailing \\ backslash',
    'null',
  ])('read back from YAML as they were: %j', (text) => {
    const { phrases } = parse(`phrases:\n${phrasesAsYaml([text])}`) as { phrases: unknown[] };
    expect(phrases).toEqual([text.replace(/\s+/g, ' ')]);
  });
});
