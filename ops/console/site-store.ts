/** Where the console's files are served from. */

export type SiteFile = {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
};

export type SiteStore = {
  readonly put: (file: SiteFile) => Promise<void>;
  /** Nothing when there is no such key. */
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  /** All keys that begin so. */
  readonly keysOf: (prefix: string) => Promise<readonly string[]>;
};
