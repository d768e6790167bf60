import { loadUnderstanding } from '../../../src/model-cache.ts';
import { realContent } from '../../support/content.ts';

const { diagnose } = loadUnderstanding(realContent().guide);

const phones = ['samsung', 'pixel', 'xiaomi', 'galaxy s24', 'oneplus', 'huawei', 'android phone', 'iphone'];
const things = ['notifications', 'text messages', 'photos', 'calls'];
const statements = phones.flatMap((phone) =>
  things.flatMap((thing) => [
    `My ${phone} shows no ${thing} on my Windows 11 PC`,
    `no ${thing} from my ${phone}`,
    `${thing} from my ${phone} do not show up on the PC`,
    `why are there no ${thing} from my ${phone} anymore`,
    `I miss the ${thing} of my ${phone} on the laptop`,
  ]),
);

test('what most people would say first is taken for a symptom, whatever the phone', () => {
  const refused = statements.filter((text) => diagnose(text).kind !== 'symptom');
  expect(refused.length / statements.length).toBeLessThanOrEqual(0.01);
});

const names = [
  'notifs',
  'notifications',
  'messages',
  'texts',
  'msgs',
  'calls',
  'photos',
  'pics',
  'contacts',
  'phone link',
];
const terse = names.flatMap((name) => [
  name,
  `my ${name}`,
  `no ${name}`,
  `${name} issue`,
  `${name} problem`,
  `problem with ${name}`,
  `help with my ${name}`,
  `${name} dont work`,
  `about ${name}`,
  `${name}!!`,
]);

test('two words of somebody in a hurry are taken for a symptom, and no phone is made up from them', () => {
  const diagnoses = terse.map((text) => ({ text, ...diagnose(text) }));
  expect(diagnoses.filter(({ kind }) => kind !== 'symptom').map(({ text }) => text)).toEqual([]);
  expect(diagnoses.filter(({ facets }) => facets.phone !== undefined).map(({ text }) => text)).toEqual([]);
});

const failures = [
  "don't come",
  'not coming',
  "don't arrive",
  'never arrive',
  'stopped coming',
  'no longer come',
  'are missing',
  'are gone',
  "don't show up",
  "won't load",
  "don't sync",
  'are not there',
  "don't reach the pc",
  'come late',
];
const plain = [
  ...names.filter((name) => name !== 'phone link'),
  'whatsapp notifications',
  'contact names',
].flatMap((name) =>
  failures.flatMap((failure) => [`${name} ${failure}`, `my ${name} ${failure} on my laptop`]),
);

test('a few words that a feature fails are a symptom, whatever they are like', () => {
  expect(plain.filter((text) => diagnose(text).kind !== 'symptom')).toEqual([]);
});

test.each([
  ['photos', 'iphone', 'iphone.messaging-limits'],
  ['messages', 'iphone', 'iphone.notification-sharing'],
  ['notifications', 'iphone', 'iphone.notification-sharing'],
  ['photos', 'android', 'android.photos-storage'],
  ['messages', 'android', 'android.contacts-messages-calls'],
] as const)('%s alone are understood for the phone that was told before: %s', (text, phone, section) => {
  expect(diagnose(text, { phone })).toMatchObject({
    kind: 'symptom',
    sections: [{ section }, {}, {}, {}, {}],
  });
});

const messengers = ['whatsapp', 'instagram', 'telegram', 'snapchat', 'signal'];
const missing = (app: string) => [
  `no ${app} notifications`,
  `${app} doesnt show on my pc`,
  `${app} alerts missing`,
  `i dont get ${app} on my computer`,
];

test('an app whose alerts are missing is a symptom without the word for it and without a phone', () => {
  const diagnoses = messengers.flatMap(missing).map((text) => ({ text, ...diagnose(text) }));
  const others = diagnoses.filter(
    ({ sections }) => sections[0] === undefined || !sections[0].section.includes('notification'),
  );
  expect(others.map(({ text }) => text)).toEqual([]);
  expect(diagnoses.filter(({ facets }) => facets.phone !== undefined)).toEqual([]);
});

test('what fails in the app itself is none', () => {
  const texts = messengers.flatMap((app) => [
    `${app} web wont connect`,
    `${app} desktop app keeps crashing`,
    `how do i install ${app} on windows`,
  ]);
  expect(texts.filter((text) => diagnose(text).kind !== 'off-topic')).toEqual([]);
});

test.each([
  ['my phone doesnt show on my pc', 'related.not-connecting'],
  ['qr code not working', 'related.not-connecting'],
  ['contacts gone', 'android.contacts-messages-calls'],
  ['screenshots not working', 'android.photos-storage'],
  ['screen mirroring not working', 'related.compatibility'],
  ['my phone not working', 'overview.quick-checklist'],
  ['how do i turn on notifications', 'android.notification-access'],
])('the shortest way to say it is enough: %s', (text, section) => {
  expect(diagnose(text).sections[0]?.section).toBe(section);
});

test.each([
  'phone link has no option to take my iphone as the webcam for zoom',
  'Why does my desktop never tell me when a Telegram message lands on my Oppo? Win 10.',
])('who names Phone Link, or a phone and a PC, is not sent away on a mere likelihood: %s', (text) => {
  expect(diagnose(text).kind).toBe('symptom');
});
