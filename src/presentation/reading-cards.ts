import type { Attachment } from '../conversation/activity.ts';
import type { Guide } from '../guide/guide.ts';
import { placeLabel, placesFor } from './card-data.ts';
import type { FillCard } from './card-templates.ts';
import { withoutMarks } from './plain-text.ts';
import { quoteForMarkdown } from './markdown.ts';
import type { Say } from './say.ts';

/** Cards that belong to no case and ask for nothing: they may be posted anywhere. */
export interface ReadingCards {
  /** A check with all its places, as no device is known. `link` leads to help with it; none when empty. */
  check(id: string, link: string): ReadingCard | undefined;
  /** A short message with at most one button. */
  notice(notice: Notice): Attachment;
}

export interface ReadingCard {
  card: Attachment;
  /** How a list shows it. */
  title: string;
  text: string;
}

interface Notice {
  title: string;
  text: string;
  /** Text by a stranger, shown as it is. */
  quote?: string;
  button?: { label: string; link: string };
}

export function createReadingCards({
  guide,
  say,
  fill,
}: {
  guide: Guide;
  say: Say;
  fill: FillCard;
}): ReadingCards {
  return {
    check(id, link) {
      const check = guide.check(id);
      if (!check) return undefined;
      const places = placesFor(check, {});
      const device = say(`device.${check.device}`);
      const card = fill('check-to-read', {
        device,
        title: check.title,
        why: check.why,
        places: places.map((place) => ({
          label: places.length > 1 ? placeLabel(place, say) : '',
          path: place.path.map((part) => `**${part}**`).join(' › '),
        })),
        steps: (places.length === 1 ? (places[0]?.steps ?? check.steps) : check.steps)
          .map((step, index) => `${index + 1}. ${step}`)
          .join('\n'),
        lookFor: `**${say('label.look-for')}** ${check.lookFor}`,
        redo: check.redo === undefined ? '' : `**${say('label.redo')}** ${check.redo}`,
        link,
        labels: { where: say('label.where'), help: say('label.get-help') },
      });
      return { card, title: check.title, text: `${device}: ${withoutMarks(check.question)}` };
    },
    notice: ({ title, text, quote, button }) =>
      fill('notice', {
        title,
        text,
        quote: quote === undefined ? '' : quoteForMarkdown(quote, 400),
        label: button?.label ?? '',
        link: button?.link ?? '',
      }),
  };
}
