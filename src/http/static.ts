import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { SupportError } from '../errors.ts';
import { page, sharedScript } from './headers.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** A hash before the extension, as esbuild writes it: such a name never changes its content. */
const hashedName = /[-.][A-Z0-9]{8,}\.\w+$/;
/** What pages of other sites load: the widget, its parts and its texts. */
const sharedName = /^\/(widget\.js|chat-\w+\.js|texts\/[\w-]+\.json)$/;
const compressible = /^(text|application)\/|svg/;

interface Asset {
  headers: Record<string, string>;
  body: Buffer;
  zipped?: Buffer;
  etag: string;
}

export interface StaticAnswer {
  status: 200 | 304;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * The built widget and its pages, held in memory. Addresses are looked up among the names that were found in the folder and
 * never joined to a path, so nothing outside of it can be asked for.
 */
export class StaticSite {
  readonly #root: string;
  #assets: Promise<Map<string, Asset>> | undefined;

  /** @param root folder with an index.html; read at the first request, and again until it is there. */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * @param request.path as it came, without query.
   * @returns undefined when there is no such file.
   * @throws SupportError `web.not-built` when the page is asked for and was not built.
   */
  async find(request: {
    path: string;
    ifNoneMatch?: string;
    acceptEncoding?: string;
  }): Promise<StaticAnswer | undefined> {
    const assets = await this.#load();
    const name = request.path === '/' ? '/index.html' : request.path;
    const asset = assets.get(name) ?? assets.get(`${name}.html`);
    if (asset) return answerWith(asset, request);
    if (request.path !== '/' && request.path !== '/index.html') return undefined;
    throw new SupportError('web.not-built', 'The web pages were not built.');
  }

  async #load(): Promise<Map<string, Asset>> {
    this.#assets ??= readAssets(this.#root);
    const assets = await this.#assets;
    if (!assets.has('/index.html')) this.#assets = undefined;
    return assets;
  }
}

async function readAssets(root: string): Promise<Map<string, Asset>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known = files.filter((file) => extname(file) in contentTypes);
  return new Map(
    await Promise.all(
      known.map(async (file): Promise<[string, Asset]> => {
        const path = `/${relative(root, file).split(sep).join('/')}`;
        return [path, await assetFrom(path, await readFile(file))];
      }),
    ),
  );
}

async function assetFrom(path: string, body: Buffer): Promise<Asset> {
  const type = contentTypes[extname(path)] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const caching = hashedName.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const zipped = compressible.test(type) && body.length > 1024 ? await promisify(gzip)(body) : undefined;
  const headers = {
    ...page,
    ...(sharedName.test(path) && sharedScript),
    'Content-Type': type,
    'Cache-Control': caching,
    ETag: etag,
    ...(zipped && { Vary: 'Accept-Encoding' }),
  };
  return { headers, body, zipped, etag };
}

function answerWith(asset: Asset, request: { ifNoneMatch?: string; acceptEncoding?: string }): StaticAnswer {
  const { headers, body, zipped, etag } = asset;
  if (request.ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
    return { status: 304, headers, body: Buffer.alloc(0) };
  }
  if (zipped && /\bgzip\b/.test(request.acceptEncoding ?? '')) {
    return { status: 200, headers: { ...headers, 'Content-Encoding': 'gzip' }, body: zipped };
  }
  return { status: 200, headers, body };
}
