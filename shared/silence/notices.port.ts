import type { NoticeMessage } from './notice-message.ts';

/** Answers the ids of the notices that were taken. */
export type PublishNotices = (notices: readonly NoticeMessage[]) => Promise<ReadonlySet<string>>;
