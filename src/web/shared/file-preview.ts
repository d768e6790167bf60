import { element } from './dom.ts';
import { icon } from './icons.ts';

/** Longest side of the picture, in pixels of the screen's finest kind. */
const side = 480;

/**
 * A small picture of a file that is still here. Drawn on a canvas, as an address for an img would need leave from the
 * page's Content-Security-Policy.
 */
export function filePreview(file: File): HTMLElement {
  const place = element('span', { class: 'preview', children: [icon('file')] });
  if (!file.type.startsWith('image/')) return place;
  void createImageBitmap(file)
    .then((picture) => {
      place.replaceChildren(drawn(picture));
      place.classList.add('preview--picture');
    })
    // A picture that the browser cannot read keeps the sign of a file.
    .catch(() => undefined);
  return place;
}

function drawn(picture: ImageBitmap): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = element('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}
