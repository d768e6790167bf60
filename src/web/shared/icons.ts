import avatar from './icons/avatar.svg';
import attach from './icons/attach.svg';
import back from './icons/back.svg';
import check from './icons/check.svg';
import close from './icons/close.svg';
import down from './icons/down.svg';
import file from './icons/file.svg';
import more from './icons/more.svg';
import person from './icons/person.svg';
import phone from './icons/phone.svg';
import restart from './icons/restart.svg';
import save from './icons/save.svg';
import send from './icons/send.svg';
import sound from './icons/sound.svg';
import { fromMarkup } from './dom.ts';

export const icons = {
  ...{ avatar, attach, back, check, close, down, file, more, person, phone, restart, save, send, sound },
};

/** A fresh copy of an icon. */
export function icon(name: keyof typeof icons): Node {
  return fromMarkup(icons[name]);
}
