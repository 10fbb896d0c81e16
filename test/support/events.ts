/** Builders with defaults: a test names only what it is about. */

import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import type { AppEvent, Event, PassingEvent } from '../../shared/intake/event.ts';

export const NOW = Date.parse('2026-11-22T12:00:00.000Z');
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A time of the day on which most tests play: `at('09:14')`. */
export const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`.replace(/T(\d\d:\d\d)Z/, 'T$1:00Z'));

type TerminalOptions = Partial<Omit<TerminalEvent, 'type' | 'chat'>> & {
  readonly chatId?: string;
  readonly createdAt?: number;
  /** The group's name; `null` for none. */
  readonly group?: string | null;
  readonly groupId?: string;
};

const terminal = (type: TerminalEvent['type'], options: TerminalOptions): TerminalEvent => {
  const { chatId = 'chat-1', occurredAt = at('09:14'), createdAt, group, groupId, id } = options;
  return {
    id: id ?? `${chatId}:${type}:${occurredAt}`,
    type,
    occurredAt,
    chat: {
      id: chatId,
      ...(createdAt !== undefined && { createdAt }),
      ...(typeof group === 'string' && { group: { ...(groupId !== undefined && { id: groupId }), name: group } }),
    },
  };
};

export const resolved = ({ group = 'Support', ...options }: TerminalOptions = {}): TerminalEvent =>
  terminal('chat.resolved', { group, ...options });
export const deleted = (options: TerminalOptions = {}): TerminalEvent => terminal('chat.deleted', options);
export const markedSpam = (options: TerminalOptions = {}): TerminalEvent => terminal('chat.marked_spam', options);

export const reopened = (options: { readonly chatId?: string; readonly occurredAt?: number } = {}): PassingEvent => {
  const { chatId = 'chat-1', occurredAt = at('09:30') } = options;
  return { id: `${chatId}:reopened:${occurredAt}`, type: 'chat.reopened', occurredAt, chat: { id: chatId } };
};

export const heartbeat = (version?: string): AppEvent => ({
  id: 'heartbeat-1',
  type: 'app.heartbeat',
  occurredAt: at('09:00'),
  ...(version !== undefined && { app: { version } }),
});

export const appEvent = (type: AppEvent['type'], app?: AppEvent['app']): AppEvent => ({
  id: `app:${type}`,
  type,
  occurredAt: at('09:00'),
  ...(app && { app }),
});

/** The same event as the app would send it. */
export const toWire = (event: Event): Readonly<Record<string, unknown>> => {
  const common = { id: event.id, type: event.type, occurredAt: new Date(event.occurredAt).toISOString() };
  if (!('chat' in event)) return { ...common, ...('app' in event && { app: event.app }) };
  const { createdAt, ...chat } = { createdAt: undefined, ...event.chat };
  return {
    ...common,
    chat: { ...chat, ...(createdAt !== undefined && { createdAt: new Date(createdAt).toISOString() }) },
  };
};
