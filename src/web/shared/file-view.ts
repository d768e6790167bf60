import { adaptiveCardType, type Attachment } from '../../conversation/activity.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { safeAddress } from './links.ts';
import { fill, texts } from './texts.ts';
import { filePreview } from './file-preview.ts';

/** Pictures that browsers show and that cannot carry a script. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** The files of a message: pictures as pictures, others as links to keep them. */
export function fileViews(attachments: readonly Attachment[], server: string): HTMLElement[] {
  return attachments
    .filter(({ contentType, contentUrl }) => contentType !== adaptiveCardType && contentUrl !== undefined)
    .map((attachment) => fileView(attachment, server));
}

/** Files that are on their way and not yet on the server. */
export function localFileViews(files: readonly File[]): HTMLElement[] {
  return files.map((file) => {
    const preview = filePreview(file);
    preview.classList.add('preview--large');
    return fileRow(file.name, preview);
  });
}

function fileView({ contentType, contentUrl, name }: Attachment, server: string): HTMLElement {
  const label = name?.trim() ? name : texts.files.unnamed;
  const address = safeAddress(contentUrl, server);
  if (address === undefined) return fileRow(label, icon('file'));
  const link = element('a', { class: 'file' });
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  if (!pictures.has(contentType.toLowerCase())) {
    link.append(icon('file'), element('bdi', { class: 'file__name', text: label }));
    return link;
  }
  const picture = element('img', { class: 'file__picture' });
  picture.alt = fill(texts.files.picture, { name: label });
  picture.decoding = 'async';
  // After its day on the server a picture is gone; its name stays.
  picture.addEventListener('error', () => link.replaceWith(fileRow(label, icon('file'))), { once: true });
  picture.src = address;
  link.append(picture);
  return link;
}

function fileRow(name: string, picture: Node): HTMLElement {
  return element('span', {
    class: 'file',
    children: [picture, element('bdi', { class: 'file__name', text: name })],
  });
}
