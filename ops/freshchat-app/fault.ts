/** What the vendor's tool would say. An error keeps the app out; a warning is for the reviewer. */
export type Fault = { readonly level: 'error' | 'warning'; readonly file: string; readonly message: string };

export const error = (file: string, message: string): Fault => ({ level: 'error', file, message });
export const warning = (file: string, message: string): Fault => ({ level: 'warning', file, message });
