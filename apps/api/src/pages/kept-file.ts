/** How long a file is kept, in seconds. */
const maxAgeSeconds = 3_600;

interface Kept {
  /** Names the file and its version, as a URL. */
  readonly key: string;
  readonly waitUntil: (task: Promise<unknown>) => void;
}

/** The cache of the data centre (https://developers.cloudflare.com/workers/runtime-apis/cache/) as Till uses it. */
interface FileCache {
  match(key: string): Promise<Response | undefined>;
  put(key: string, response: Response): Promise<void>;
}

/** There is no such cache outside Workers. */
const findCache = () => (globalThis as { caches?: { readonly default?: FileCache } }).caches?.default;

/**
 * A file that is expensive to make: the cached file of this key, or a new one, which is then cached. `make` returns
 * null if it refuses.
 */
export async function keptFile(
  { key, waitUntil }: Kept,
  make: () => Promise<Uint8Array<ArrayBuffer> | null>,
): Promise<ArrayBuffer | Uint8Array<ArrayBuffer> | null> {
  const cache = findCache();
  const kept = await cache?.match(key);
  if (kept) return kept.arrayBuffer();
  const made = await make();
  if (made !== null && cache)
    waitUntil(cache.put(key, new Response(made, { headers: { "Cache-Control": `max-age=${maxAgeSeconds}` } })));
  return made;
}
