import { answerText, orderIn } from '../../../../src/channels/mail/answer-text.ts';

const lines = (...all: string[]) => all.join('\r\n');

describe('what somebody wrote in a mail', () => {
  it.each<[string, string]>([
    [
      'Gmail',
      lines(
        'Try this.',
        '',
        'On Mon, Nov 23, 2026 at 10:15 AM Support <s@x.example> wrote:',
        '',
        '> old',
        '>',
        '> older',
      ),
    ],
    [
      'Gmail, whose introduction is broken over lines',
      lines(
        'Try this.',
        '',
        'On Mon, Nov 23, 2026 at 10:15 AM Phone Link support <',
        'support@x.example> wrote:',
        '> old',
      ),
    ],
    [
      'Gmail in German',
      lines('Try this.', '', 'Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Support <s@x.example>:', '> old'),
    ],
    ['Thunderbird in German', lines('Try this.', '', 'Am 23.11.26 um 10:15 schrieb Support:', '> old')],
    [
      'Yahoo in German',
      lines('Try this.', '', 'Support <s@x.example> schrieb am 10:15 Montag, 23.November 2026:', '', 'old'),
    ],
    [
      'Apple Mail',
      lines('Try this.', '', 'On 23. Nov 2026, at 10:15, Support <s@x.example> wrote:', '', 'old'),
    ],
    [
      'Gmail in French',
      lines('Try this.', '', 'Le lun. 23 nov. 2026 à 10:15, Support <s@x.example> a écrit :', '> old'),
    ],
    [
      'Outlook',
      lines(
        'Try this.',
        '',
        '-----Original Message-----',
        'From: Support',
        'Sent: Monday',
        'To: Zoe',
        '',
        'old',
      ),
    ],
    ['Outlook in German', lines('Try this.', '', '-----Ursprüngliche Nachricht-----', 'Von: Support', 'old')],
    [
      'Outlook on the web',
      lines(
        'Try this.',
        '',
        '________________________________',
        'From: Support <s@x.example>',
        'Sent: Monday, 23 November 2026 10:15',
        'To: Zoe',
        'Subject: Case',
        '',
        'old',
      ),
    ],
    [
      'Outlook on the web in German',
      lines(
        'Try this.',
        '',
        'Von: Support <s@x.example>',
        'Gesendet: Montag, 23. November 2026 10:15',
        'An: Zoe',
        'Betreff: Fall',
        '',
        'old',
      ),
    ],
    [
      'a head in bold',
      lines('Try this.', '', '*From:* Support', '*Sent:* Monday', '*To:* Zoe', '*Subject:* Case', '', 'old'),
    ],
    [
      'an answer below',
      lines('On 23 Nov 2026 at 10:15, Support wrote:', '> old', '> older', '', 'Try this.'),
    ],
    ['a signature', lines('Try this.', '', '-- ', 'Zoe Miller', 'Team lead')],
    ['a signature whose space was lost', lines('Try this.', '--', 'Zoe')],
    [
      'a telephone',
      lines('Try this.', '', 'Sent from my iPhone', '', 'On 23 Nov 2026 at 10:15, Support wrote:', '> old'),
    ],
    ['a telephone in German', lines('Try this.', '', 'Von meinem iPhone gesendet')],
    ['marks of pictures', lines('Try this.', '[cid:image001.png@01DB.3F]', '[image: shot.png]')],
  ])('is cut out of %s', (_, text) => {
    expect(answerText(text)).toBe('Try this.');
  });

  it.each([
    'On Monday he wrote:\nnothing at all',
    'From: the settings, open Bluetooth.\nThen turn it on.',
    'Do this:\n\n1. Settings\n2. Bluetooth - on',
    'To: everybody\nthank you',
    'It is 10:15 here: call me',
    'a -- b',
    '日本語 👋',
  ])('stays whole where it only looks alike: %j', (text) => {
    expect(answerText(text)).toBe(text);
  });

  it('keeps what stands between quoted lines, in order', () => {
    const text = 'On 23 Nov 2026 at 10:15, Support wrote:\n> Is it on?\nYes.\n> And the other?\nNo.';
    expect(answerText(text)).toBe('Yes.\nNo.');
  });

  it.each([
    ['introductions', 'On 2026 wrote:\n> x\n'],
    ['beginnings of introductions', 'On 10:15 '],
    ['wrapped introductions', 'On 10:15 x\nwrote\n'],
    ['heads', 'From: x\n'],
    ['dashes', '-'],
    ['marks', '[cid:'],
    ['blank lines', '\n'],
    ['spaces', ' '],
  ])('is found in time in megabytes of %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
    const before = performance.now();
    answerText(text);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});

describe('an order in a mail', () => {
  it.each([
    ['It was the cable.\n\n/solved', { text: 'It was the cable.', order: 'solved' }],
    ['/unsolved\nI could not help.', { text: 'I could not help.', order: 'unsolved' }],
    [' /BOT ', { text: '', order: 'bot' }],
    ['/queue', { text: '', order: 'queue' }],
    ['Type /solved when it works.', { text: 'Type /solved when it works.' }],
    ['a\n/solved\nb', { text: 'a\n/solved\nb' }],
    ['', { text: '' }],
  ])('is a line of its own, the first or the last: %j', (text, expected) => {
    expect(orderIn(text)).toEqual(expected);
  });
});
