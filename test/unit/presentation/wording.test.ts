import type { Facets } from '../../../src/conversation/case.ts';
import { createWording } from '../../../src/presentation/wording.ts';
import { realContent } from '../../support/content.ts';

const wording = createWording(realContent().guide);

it.each<[Facets, string]>([
  [{}, ''],
  [{ phone: 'iphone' }, 'iPhone'],
  [
    { phone: 'android', maker: 'oppo', windows: 11, feature: 'apps', trigger: 'os-update' },
    'Android, OPPO, Windows 11, apps and screen, after an update',
  ],
  [{ maker: 'other', windows: 10 }, 'another maker, Windows 10'],
])('what is known of %j reads %j', (facets, text) => {
  expect(wording.facets(facets)).toBe(text);
});
