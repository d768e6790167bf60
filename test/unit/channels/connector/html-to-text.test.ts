import { htmlToText } from '../../../../src/channels/connector/html-to-text.ts';
import { processorTime } from '../../../support/processor-time.ts';

describe('a message in HTML', () => {
  it.each([
    ['lines', '<p>one</p><p>two<br>three</p>', 'one\ntwo\nthree'],
    ['lists', '<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['marks', 'so <b>very</b> <a href="https://example.org">much</a>', 'so very much'],
    [
      'characters by name and number',
      'a&nbsp;&lt;b&gt; &amp;amp; &#39;c&#x27; &copy;',
      "a <b> &amp; 'c' &copy;",
    ],
    ['characters that are none', 'a&#0;b&#xD800;c&#x110000;d', 'abcd'],
    ['scripts and styles', 'a<script>alert("</p>")</script>b<STYLE>p{}</STYLE>c', 'abc'],
    ['a script that does not end', 'a<script>alert(1)', 'a'],
    ['comments', 'a<!-- b -->c', 'ac'],
    ['signs that begin no tag', '1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['nothing', '<div><img src="x" onerror="alert(1)"></div>', ''],
    ['space without end', '  a \t\t b  <br><br><br><br> c ', 'a b\n\nc'],
  ])('is read as it is shown: %s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each([
    ['signs', '<'.repeat(200_000)],
    ['tags', '<a '.repeat(60_000)],
    ['characters by number', '&#'.repeat(100_000)],
    ['scripts', '<script>'.repeat(25_000)],
    ['lines', '<br>'.repeat(50_000)],
    ['spaces', ' '.repeat(200_000)],
  ])('takes no longer for %s without end than for words', (_, html) => {
    expect(processorTime(() => void htmlToText(html))).toBeLessThan(1000);
  });
});
