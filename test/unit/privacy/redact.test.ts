import { findPersonal, redactDeep, redactText } from '../../../src/privacy/redact.ts';
import { processorTime } from '../../support/processor-time.ts';

const options = { regions: ['US'] };
const redact = (text: string) => redactText(text, options);

describe('redacting a text', () => {
  it.each([
    ['write to maria.k@example.org please', 'write to [email] please'],
    ["it's <Jo+phone@sub.example.co.uk>.", "it's <[email]>."],
    ['öl@müller.de', '[email]'],
    ['maria (at) example.org', '[email]'],
    ['maria at example dot org', '[email]'],
    ['mailto:maria@example.org?subject=hi', 'mailto:[email]?subject=hi'],
    ['two: a@b.io, c@d.io', 'two: [email], [email]'],
  ])('takes an e-mail address out of %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    ['call 555-123-4567 now', 'call [phone] now'],
    ['(206) 555-0123', '[phone]'],
    ['206.555.0123 or 2065550123', '[phone] or [phone]'],
    ['+1 (206) 555-0123', '[phone]'],
    ['my number is +49 171 2345678.', 'my number is [phone].'],
    ['+4915112345678', '[phone]'],
    ['0171 2345678 after six', '[phone] after six'],
    ['020 7946 0958', '[phone]'],
    ['01.23.45.67.89', '[phone]'],
    ['reach me at 123 4567', 'reach me at [phone]'],
    ['tel:+12065550123', 'tel:[phone]'],
    ['1-800-555-0199', '[phone]'],
    ['2065550123,2065550199', '[phone],[phone]'],
    ['my phone number 12345678', 'my phone number [phone]'],
    ['206 555 0123 25 times', '[phone] 25 times'],
  ])('takes a phone number out of %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('knows numbers without a country code of every region it is given', () => {
    expect(redactText('ruf 15112345678 an', { regions: ['US', 'DE'] })).toBe('ruf [phone] an');
  });

  it.each([
    ['4111 1111 1111 1111', '[card]'],
    ['card 4111111111111111, exp 12/27', 'card [card], exp 12/27'],
    ['5500-0055-5555-5559', '[card]'],
    ['378282246310005', '[card]'],
  ])('takes a card number out of %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('leaves sixteen digits whose check digit is wrong', () => {
    expect(redact('4111 1111 1111 1112')).toBe('4111 1111 1111 1112');
  });

  it.each([
    ['code 482913', 'code [code]'],
    ['123 456 is your verification code', '[code] is your verification code'],
    ['Your Microsoft code is 7731', 'Your Microsoft code is [code]'],
    ['they texted me the code: 482-913!', 'they texted me the code: [code]!'],
    ['G-482913 is your Google verification code', '[code] is your Google verification code'],
    ['PIN 1234', 'PIN [code]'],
    ['OTP: 55512345', 'OTP: [code]'],
    ['the code they sent me is 482913', 'the code they sent me is [code]'],
    ['security code: 7F3-K9Q', 'security code: [code]'],
    ['my pin is 2024', 'my pin is [code]'],
  ])('takes a one-time code out of %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'Windows 11 23H2 build 22631.4317',
    'Phone Link 1.24052.124.0 on 10.0.22631.4317',
    'error code 0x80070057',
    'error code 10060',
    'it says code 80070057',
    'stop code 1234',
    'KB5034441 fails',
    'SM-G991B and Pixel 8 Pro',
    'Galaxy S23 Ultra, One UI 6.1.1, Android 14',
    'case K7M2Q9XA',
    'case 23456789',
    'ms-settings:privacy-notifications',
    'ms-settings:bluetooth?activationSource=1234567890',
    'since 2024-05-01 10:30:00',
    'on 05/01/2024, again 11/22/2024 10:30',
    'on 01.05.2024',
    '2026-11-22T16:35:08.123Z',
    '192.168.178.24',
    'version 124.0.6367.201',
    'driver 31.0.101.5186',
    'my iPhone 15 with iOS 17.5.1',
    'it broke at 10 and again at 11:45',
    '3f2b8c1e-2065-4550-1234-206555012345',
    'https://example.org/kb/2065550123',
    'IMEI 490154203237518',
    'build number 22631',
    'code since 2023, nothing helps',
    'check 2 of about 5',
    '1000000 times',
    'model number 12345678',
    '#2065550123',
    'I have 3 phones, 2 PCs and 4111 photos',
  ])('leaves %j as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('changes nothing more in a text that was redacted before', () => {
    const once = redact('a@b.io, +1 206 555 0123, 4111 1111 1111 1111, code 482913');
    expect(redact(once)).toBe(once);
  });

  it('leaves the kinds that may be seen', () => {
    const text = 'a@b.io or +1 206 555 0123';
    expect(redactText(text, { ...options, reveal: ['phone'] })).toBe('[email] or +1 206 555 0123');
  });

  it('says where in the text each thing stands', () => {
    expect(findPersonal('x a@b.io', options)).toEqual([{ kind: 'email', from: 2, to: 8 }]);
  });

  it('is done in a moment with a text made to keep it busy', () => {
    const hostile = [
      'a@'.repeat(50_000),
      '1 '.repeat(50_000),
      'code '.repeat(20_000),
      'a.'.repeat(50_000) + '@',
      '+1('.repeat(30_000),
    ];
    const redactAll = () => hostile.forEach((text) => void redact(text));
    expect(processorTime(redactAll)).toBeLessThan(3000);
  });
});

describe('redacting a value', () => {
  const activity = {
    type: 'message',
    id: '2065550123',
    timestamp: '2026-11-22T16:35:08.123Z',
    text: 'I am a@b.io',
    value: { do: 'rate', comment: 'call 206-555-0123', score: 5, number: 2065550123 },
    attachments: [
      {
        contentType: 'image/png',
        contentUrl: 'https://x.org/2065550123',
        thumbnailUrl: 'https://x.org/2065550124',
        name: 'a@b.io.png',
      },
    ],
  };

  it('reaches every text, and leaves what names things for programs', () => {
    expect(redactDeep(activity, options)).toEqual({
      ...activity,
      text: 'I am [email]',
      value: { do: 'rate', comment: 'call [phone]', score: 5, number: '[phone]' },
      attachments: [
        {
          contentType: 'image/png',
          contentUrl: 'https://x.org/2065550123',
          thumbnailUrl: 'https://x.org/2065550124',
          name: '[email]',
        },
      ],
    });
  });

  it('does not change the value it was given', () => {
    const before = structuredClone(activity);
    redactDeep(activity, options);
    expect(activity).toEqual(before);
  });
});
