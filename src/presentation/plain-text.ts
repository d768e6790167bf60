import type { Activity } from '../conversation/activity.ts';
import { adaptiveCardType } from '../conversation/activity.ts';

interface CardElement {
  type?: string;
  text?: string;
  title?: string;
  label?: string;
  isVisible?: boolean;
  items?: CardElement[];
  body?: CardElement[];
  columns?: CardElement[];
  actions?: CardElement[];
  choices?: { title: string }[];
  facts?: { title: string; value: string }[];
  data?: unknown;
  url?: string;
}

/** What a card says, for channels without cards, transcripts and screen readers. Buttons stand in square brackets. */
export function cardToText(card: unknown): string {
  return linesOf(card as CardElement)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** What an activity says: its text, then its cards; other attachments by name. */
export function activityToText(activity: Activity): string {
  const parts = [activity.text ?? ''];
  for (const attachment of activity.attachments ?? []) {
    parts.push(
      attachment.contentType === adaptiveCardType
        ? cardToText(attachment.content)
        : `[${attachment.name ?? attachment.contentType}]`,
    );
  }
  return parts.filter((part) => part.trim() !== '').join('\n');
}

function linesOf(element: CardElement): string[] {
  switch (element.type) {
    case 'TextBlock':
      return [withoutMarks(element.text ?? '')];
    case 'FactSet':
      return (element.facts ?? []).map(({ title, value }) => `${title}: ${withoutMarks(value)}`);
    case 'ColumnSet':
      return [(element.columns ?? []).flatMap(linesOf).join(' ')];
    case 'Input.ChoiceSet':
      return [element.label ?? '', ...(element.choices ?? []).map(({ title }) => `( ) ${title}`)];
    case 'Input.Text':
      return [element.label ?? ''];
    case 'Action.Submit':
      return [`[${element.title ?? ''}]`];
    case 'Action.OpenUrl':
      return [`[${element.title ?? ''}] ${element.url ?? ''}`];
    case 'Action.ToggleVisibility':
      return [];
    default:
      return [
        ...(element.body ?? []),
        ...(element.items ?? []),
        ...(element.columns ?? []),
        ...(element.actions ?? []),
      ].flatMap(linesOf);
  }
}

/** A sentence of the guide where no markdown is shown. */
export function withoutMarks(text: string): string {
  return text.replace(/\*\*/g, '').replace(/\\([\\`*_{}[\]()#+\-!|<>~&])/g, '$1');
}
