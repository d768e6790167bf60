import type { Memory } from '../shared/memory.ts';
import { Sound } from '../shared/sound.ts';
import type { Announcements } from './announcements.ts';
import { NewCaseNotice } from './new-case-notice.ts';
import type { ListedCase } from './wire.ts';

/** Tells of a case that has come, in every way the agent wants: sound, notification, and to screen readers. */
export class NewCases {
  readonly sound: Sound;
  readonly notifications: NewCaseNotice;
  readonly #announcements: Announcements;

  constructor(parts: { memory: Memory; announcements: Announcements; onOpen: (id: string) => void }) {
    this.sound = new Sound(parts.memory);
    this.notifications = new NewCaseNotice(parts.memory, parts.onOpen);
    this.#announcements = parts.announcements;
  }

  tell(fresh: ListedCase): void {
    this.sound.play();
    this.notifications.tell(fresh);
    this.#announcements.sayNew(fresh);
  }
}
