import { validLanguage } from '../shared/language.ts';

/** What a site says about the widget on its script tag. */
export interface WidgetOptions {
  /** Origin of the support server. */
  server: string;
  /** BCP 47 tag. */
  language: string;
  theme: 'auto' | 'light' | 'dark';
  /** The side of the page, in reading direction. */
  position: 'start' | 'end';
  /** In place of the product's name. */
  title?: string;
  /** A sentence beside the launcher that invites to ask. */
  greeting?: string;
  /** Opens by itself. */
  open: boolean;
  /** Fills the page, without a launcher. */
  fullPage: boolean;
}

/** The `data-` attributes of the script tag, as in its `dataset`. */
export type WidgetAttributes = Readonly<Record<string, string | undefined>>;

const longestTitle = 60;
const longestGreeting = 160;

/** Reads the attributes; one that says nothing sensible counts as not there. */
export function readOptions(
  attributes: WidgetAttributes,
  around: { scriptUrl: string; addressLanguage?: string; pageLanguage: string; browserLanguage: string },
): WidgetOptions {
  const { theme, position } = attributes;
  const fullPage = isOn(attributes.fullPage);
  // Our own page is the same file in every language; the address of any other page is its own business.
  const asked = attributes.lang ?? (fullPage ? around.addressLanguage : undefined);
  return {
    server: originOf(attributes.server) ?? originOf(around.scriptUrl) ?? '',
    language: validLanguage(asked ?? (around.pageLanguage || around.browserLanguage)),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    position: position === 'start' ? 'start' : 'end',
    title: sentence(attributes.title, longestTitle),
    greeting: sentence(attributes.greeting, longestGreeting),
    open: isOn(attributes.open),
    fullPage,
  };
}

function originOf(address: string | undefined): string | undefined {
  const url = address && URL.canParse(address) ? new URL(address) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

function sentence(text: string | undefined, longest: number): string | undefined {
  const trimmed = text?.trim();
  return trimmed ? trimmed.slice(0, longest) : undefined;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== 'false';
}
