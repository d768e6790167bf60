import { HostConfig } from 'adaptivecards';

const tones = {
  default: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  dark: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  light: { default: 'var(--ink-soft)', subtle: 'var(--ink-soft)' },
  accent: { default: 'var(--accent)', subtle: 'var(--accent)' },
  good: { default: 'var(--good)', subtle: 'var(--good)' },
  warning: { default: 'var(--warning)', subtle: 'var(--warning)' },
  attention: { default: 'var(--attention)', subtle: 'var(--attention)' },
};

function surface(backgroundColor: string) {
  return { backgroundColor, foregroundColors: tones };
}

const font = {
  fontSizes: { small: 14, default: 16, medium: 17, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
};

/**
 * How Adaptive Cards look here. Colours are names of the theme's CSS variables, which the renderer passes on as they
 * are, so that cards on screen follow a change between light and dark at once.
 */
export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  spacing: { small: 6, default: 10, medium: 16, large: 20, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontTypes: {
    default: { ...font, fontFamily: 'inherit' },
    monospace: { ...font, fontFamily: 'var(--font-mono)' },
  },
  imageSizes: { small: 40, medium: 80, large: 160 },
  containerStyles: {
    default: surface('var(--surface)'),
    emphasis: surface('var(--surface-soft)'),
    accent: surface('var(--accent-soft)'),
    good: surface('var(--good-soft)'),
    warning: surface('var(--warning-soft)'),
    attention: surface('var(--attention-soft)'),
  },
  actions: {
    maxActions: 12,
    spacing: 'large',
    // The gap between buttons is the style sheet's, which can make it wrap.
    buttonSpacing: 0,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
    showCard: { actionMode: 'inline', inlineTopMargin: 16 },
  },
  factSet: {
    title: {
      color: 'default',
      size: 'default',
      isSubtle: true,
      weight: 'default',
      wrap: true,
      maxWidth: 160,
    },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 8,
  },
  textBlock: { headingLevel: 2 },
});
