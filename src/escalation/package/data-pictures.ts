import type { Activity, Attachment } from '../../conversation/activity.ts';

/** A picture that a client sent within its address, of a type that cannot hold anything that runs. Source: RFC 2397. */
const form = /^data:(image\/(?:png|jpeg|gif|webp))(?:;[^,;]{1,60}){0,3};base64,([a-z\d+/]+={0,2})$/i;
const anyData = /^data:/i;

export interface DataPicture {
  name: string;
  contentType: string;
  content: Buffer;
}

/** Whether an address holds such a picture, so that a page can show it without loading anything. */
export function isDataPicture(url: string): boolean {
  return form.test(url);
}

/** The pictures that came within the activity itself. */
export function dataPicturesOf({ attachments = [] }: Pick<Activity, 'attachments'>): DataPicture[] {
  return attachments.flatMap(({ contentUrl = '', name }) => {
    const [, contentType, data] = form.exec(contentUrl) ?? [];
    if (contentType === undefined || data === undefined) return [];
    return [{ name: name ?? 'picture', contentType, content: Buffer.from(data, 'base64') }];
  });
}

/**
 * The same activity, with a name and a size in place of data: others take texts and addresses, and megabytes of base64
 * are neither. Pure.
 */
export function withoutData(activity: Activity): Activity {
  const { attachments = [] } = activity;
  const hasData = ({ contentUrl, thumbnailUrl }: Attachment) => isData(contentUrl) || isData(thumbnailUrl);
  return attachments.some(hasData) ? { ...activity, attachments: attachments.map(withoutOwnData) } : activity;
}

function withoutOwnData(attachment: Attachment): Attachment {
  const { contentUrl, thumbnailUrl, ...rest } = attachment;
  const kept = {
    ...rest,
    ...(contentUrl === undefined || isData(contentUrl) ? {} : { contentUrl }),
    ...(thumbnailUrl === undefined || isData(thumbnailUrl) ? {} : { thumbnailUrl }),
  };
  if (!isData(contentUrl)) return kept;
  return { ...kept, name: `${attachment.name ?? attachment.contentType} (${sizeOf(contentUrl)})` };
}

function isData(url: unknown): url is string {
  return typeof url === 'string' && anyData.test(url);
}

/** As base64 has it: four signs for three bytes. */
function sizeOf(url: string): string {
  const bytes = ((url.length - url.indexOf(',') - 1) * 3) / 4;
  return bytes < 1024 ? '1 KB' : `${Math.round(bytes / 1024)} KB`;
}
