/** What really happened in Freshchat: the senders' own view, which no code of the product has touched. */

export type Kind = 'resolved' | 'deleted' | 'marked_spam';

/** A terminal event that the contract accepts. */
export type TrueEvent = {
  readonly integrationId: string;
  readonly chatId: string;
  readonly kind: Kind;
  readonly id: string;
  readonly at: number;
  readonly createdAt?: number;
  readonly group?: { readonly id?: string; readonly name: string };
};

/** When the queue was given an event, and the key with which it came. */
export type Receipt = { readonly at: number; readonly keyId: string };

/** What a POST that is accepted tells about its integration. */
export type Shown = { readonly chatEvent: boolean; readonly heartbeat: boolean };

/** One POST: what is on the wire, and what it means. */
export type Post = {
  readonly id: number;
  readonly integrationId: string;
  readonly body: string;
  readonly endings: readonly TrueEvent[];
  /** How many of its events are valid. */
  readonly valid: number;
  /** And how many are not: what none of the later posts tells again. */
  readonly refused?: number;
  readonly shows: Shown;
  /** Sent with a key that was revoked long ago. */
  readonly isWithDeadKey?: boolean;
};
