/** What the launcher gives to the chat, which is loaded when it is first needed. */
export interface MountParts {
  /** Where the chat puts its elements. */
  stage: HTMLElement;
  root: ShadowRoot;
  /** Origin of the support server. */
  server: string;
  language: string;
  title?: string;
  fullPage: boolean;
  /** The language file, or undefined for English. */
  texts: Promise<unknown>;
  /** A new conversation, begun while the chat was loading; whatever it is, it is checked here. */
  early: Promise<unknown>;
  onUnread: (count: number) => void;
  /** The visitor closes the chat from within. */
  onClose: () => void;
}

/** The chat in its panel, connected for as long as the page is there. */
export interface MountedChat {
  show(): void;
  hide(): void;
}

export type MountChat = (parts: MountParts) => Promise<MountedChat>;
