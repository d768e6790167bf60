import type { Activity } from '../../conversation/activity.ts';
import { ApiError } from './api.ts';

/** What goes with an upload. Source: Direct Line 3.0, "upload and send files". */
export interface UploadRequest {
  server: string;
  conversationId: string;
  token: string;
  userId: string;
  /** The message that the files belong to. */
  activity: Activity;
  files: readonly File[];
  /** Told how much has gone out, from 0 to 1. */
  onProgress: (share: number) => void;
}

const timeout = 120_000;

/**
 * Sends files as one message. XMLHttpRequest, as fetch does not tell how far it has come.
 * @throws ApiError with the status of the server, TypeError when there is no connection
 */
export function upload(request: UploadRequest): Promise<void> {
  const { server, conversationId, token, userId, onProgress } = request;
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const path = `/v3/directline/conversations/${encodeURIComponent(conversationId)}/upload`;
    call.open('POST', `${server}${path}?userId=${encodeURIComponent(userId)}`);
    call.setRequestHeader('Authorization', `Bearer ${token}`);
    call.timeout = timeout;
    call.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    call.onload = () => (call.status < 300 ? resolve() : reject(new ApiError(call.status)));
    call.onerror = call.ontimeout = call.onabort = () => reject(new TypeError('The upload was cut off'));
    call.send(formOf(request));
  });
}

function formOf({ activity, files }: UploadRequest): FormData {
  const form = new FormData();
  const type = 'application/vnd.microsoft.activity';
  form.append('activity', new Blob([JSON.stringify(activity)], { type }));
  for (const file of files) form.append('file', file, file.name);
  return form;
}
