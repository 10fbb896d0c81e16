/**
 * What the Freshworks sandbox gives to the server code, for the type check only. A call that fails rejects with an
 * object whose shape no type can promise, so a caught error is unknown.
 */

type Fields = Readonly<Record<string, unknown>>;

declare const $request: {
  invokeTemplate(name: 'sendEvents', options: { readonly body: string }): Promise<unknown>;
};

declare const $db: {
  get(key: string): Promise<Fields>;
  set(key: string, value: Fields, options?: { readonly setIf: 'not_exist' }): Promise<unknown>;
  update(key: string, action: 'append', attributes: Readonly<Record<string, readonly string[]>>): Promise<unknown>;
  delete(key: string): Promise<unknown>;
};

declare const $schedule: {
  create(schedule: {
    readonly name: string;
    readonly data: Fields;
    readonly schedule_at: string;
    readonly repeat?: { readonly time_unit: 'minutes'; readonly frequency: number };
  }): Promise<unknown>;
  fetch(schedule: { readonly name: string }): Promise<unknown>;
  delete(schedule: { readonly name: string }): Promise<unknown>;
};

declare function renderData(error?: { readonly message: string }): void;

declare const console: { info(name: string, fields: Fields): void; error(name: string, fields: Fields): void };
