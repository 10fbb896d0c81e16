/** People copy the address of a page; the API wants the host name alone. It stays the judge of the rest. */
export const toHostName = (text: string): string =>
  text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .toLowerCase();
