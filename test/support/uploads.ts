import { request } from 'node:http';
import { Readable } from 'node:stream';

/** The first bytes of a picture, and some more. */
export const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(100, 7),
]);

export interface Part {
  headers: string[];
  content: Buffer | string;
}

/** Written out by hand: fetch would tidy names and headers. */
export function multipart(parts: Part[], boundary = 'the-boundary'): { type: string; body: Buffer } {
  const pieces = parts.flatMap(({ headers, content }) => [
    Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

export const filePart = (name: string, type: string, content: Buffer | string = png): Part => ({
  headers: [`Content-Disposition: form-data; name="file"; filename="${name}"`, `Content-Type: ${type}`],
  content,
});

export interface Sending {
  type: string;
  body: Buffer | Readable;
  disposition?: string;
  query?: string;
  token?: string;
  length?: number;
}

/** Uploads as these bytes are, to the server at `url`. A stream is read as far as the server takes it. */
export function upload(
  url: string,
  chat: { id: string; token: string },
  sending: Sending,
): Promise<{ status: number; id?: string; code?: string }> {
  const { type, body, disposition, query = '', token = chat.token, length } = sending;
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': type,
    ...(disposition === undefined ? {} : { 'Content-Disposition': disposition }),
    ...(length === undefined ? {} : { 'Content-Length': length }),
  };
  const to = `${url}/v3/directline/conversations/${chat.id}/upload${query}`;
  return new Promise((resolve, reject) => {
    const sent = request(to, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const answer = JSON.parse(text) as { id?: string; error?: { code: string } };
        resolve({ status: response.statusCode ?? 0, id: answer.id, code: answer.error?.code });
        if (body instanceof Readable) body.destroy();
      });
    });
    sent.on('error', reject);
    if (body instanceof Readable) body.on('error', () => undefined).pipe(sent);
    else sent.end(body);
  });
}
