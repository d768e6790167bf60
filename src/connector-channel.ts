import type { Connector, ConnectorParts } from './channels/connector/connector.ts';
import { createFindChecks } from './channels/connector/find-checks.ts';
import type { SupportTeam } from './channels/connector/open-support-channel.ts';
import { quotingMessages } from './channels/connector/quoted-message.ts';
import type { Content } from './content.ts';
import type { TurnHandler } from './conversation/turn.ts';
import { loadUnderstanding } from './model-cache.ts';
import { createReadingCards } from './presentation/reading-cards.ts';
import { quoteForMarkdown } from './presentation/markdown.ts';
import { createSay, type Say } from './presentation/say.ts';

/** What stands in for Azure in tests. */
export type AzureParts = Pick<
  ConnectorParts,
  'cloud' | 'credentials' | 'random' | 'wait' | 'budget' | 'invokeTimeoutMs' | 'typingAfterMs'
>;

/** Bytes. */
const megabyte = 1024 * 1024;

/** Teams and the other channels of Azure Bot Service, when they are set up. Only then is their code read. */
export async function openConnector(
  parts: Omit<ConnectorParts, 'settings' | 'sentences' | 'extension' | 'team'> & {
    /** The card of a case in the support team's channel. */
    channelCard: SupportTeam['cardOf'] | undefined;
    settings: (ConnectorParts['settings'] & { teamsAppId?: string }) | undefined;
    content: Content;
  },
): Promise<Connector | undefined> {
  const { settings, content, channelCard, ...others } = parts;
  if (!settings) return undefined;
  const { Connector } = await import('./channels/connector/connector.ts');
  const { guide, fill } = content;
  const say = createSay(guide.phrases);
  const sentences = {
    slow: say('channel.slow'),
    notYours: say('channel.not-yours'),
    added: say('channel.added'),
    files: {
      offer: say('channel.file-offer'),
      link: (name: string, url: string) =>
        say('channel.file-link', { name: quoteForMarkdown(name, 80), url }),
      declined: (name: string) => say('channel.file-declined', { name: quoteForMarkdown(name, 80) }),
      gone: say('channel.file-gone'),
      failed: (name: string) => say('channel.file-failed', { name: quoteForMarkdown(name, 80) }),
    },
    filesRefused: (names: readonly string[]) =>
      say('channel.files-refused', {
        names: names.map((name) => quoteForMarkdown(name, 60)).join(', '),
        size: String(Number(((others.files?.limits.fileBytes ?? 0) / megabyte).toPrecision(3))),
      }),
  };
  const extension = {
    findChecks: createFindChecks({ guide, understanding: () => loadUnderstanding(guide) }),
    cards: createReadingCards({ guide, say, fill }),
    sentences: extensionSentences(say),
    teamsAppId: settings.teamsAppId,
  };
  const team = channelCard && { cardOf: channelCard, sentences: channelSentences(say) };
  return new Connector({ ...others, settings, sentences, extension, team });
}

/** What agents are told in the support team's channel. */
function channelSentences(say: Say): SupportTeam['sentences'] {
  return {
    hasIt: (agent) => say('team.has-it', { agent: agent === '' ? say('team.somebody') : agent }),
    takeFirst: say('team.take-first'),
    ended: say('team.ended'),
    gone: say('team.gone'),
    ownCase: say('team.own-case'),
    notAgent: say('team.not-agent'),
    noCase: say('team.no-case'),
    onlyPictures: say('team.only-pictures'),
    pictureRefused: say('team.picture-refused'),
    nothingSaid: say('team.nothing-said'),
    failed: say('team.failed'),
  };
}

function extensionSentences(say: Say): ConnectorParts['extension']['sentences'] {
  return {
    title: say('extension.title'),
    started: { title: say('extension.started'), text: say('extension.started-text') },
    addFirst: { title: say('extension.add-first'), text: say('extension.add-first-text') },
    noText: { title: say('extension.no-text'), text: say('extension.no-text-text') },
    notReached: { title: say('extension.not-reached'), text: say('extension.not-reached-text') },
    nothingFound: say('extension.nothing-found'),
    openChat: say('label.open-chat'),
    addApp: say('label.add-app'),
  };
}

/** Characters of a message that is said again. */
const longestQuote = 300;

/** The handler, that says first which message it answers when the visitor chose one elsewhere in Teams. */
export function withQuotes(handle: TurnHandler, { guide }: Content): TurnHandler {
  const say = createSay(guide.phrases);
  return quotingMessages(handle, (text) => {
    const quote = quoteForMarkdown(text, longestQuote);
    return { type: 'message', text: say('extension.about', { quote }), textFormat: 'markdown' };
  });
}
