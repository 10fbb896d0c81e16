/** Notices to the topic, ten a call: a subject for e-mail, the whole notice as JSON, and what subscriptions filter by. */

import { PublishBatchCommand, type PublishBatchRequestEntry, type SNSClient } from '@aws-sdk/client-sns';
import type { NoticeMessage } from './notice-message.ts';
import type { PublishNotices } from './notices.port.ts';

type Deps = {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly onError: (error: unknown) => void;
};

const PER_CALL = 10;

export const createPublishNotices = ({ client, topicArn, onError }: Deps): PublishNotices => {
  const publish = async (notices: readonly NoticeMessage[]): Promise<readonly string[]> => {
    const { Successful: taken = [] } = await client.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: notices.map((notice, index) => toEntry(notice, `${index}`)),
      }),
    );
    return taken.flatMap(({ Id }) => notices[Number(Id)]?.id ?? []);
  };

  return async (notices) => {
    const taken = new Set<string>();
    for (let start = 0; start < notices.length; start += PER_CALL) {
      try {
        for (const id of await publish(notices.slice(start, start + PER_CALL))) taken.add(id);
      } catch (error) {
        onError(error);
      }
    }
    return taken;
  };
};

const toEntry = (notice: NoticeMessage, Id: string): PublishBatchRequestEntry => ({
  Id,
  Subject: toSubject(notice.subject),
  Message: JSON.stringify(notice),
  MessageAttributes: {
    kind: { DataType: 'String', StringValue: notice.kind },
    severity: { DataType: 'String', StringValue: notice.severity },
    ...(notice.integrationId !== undefined && {
      integrationId: { DataType: 'String', StringValue: notice.integrationId },
    }),
  },
});

const MAX_SUBJECT = 99;

/**
 * SNS takes fewer than 100 printable ASCII characters; the whole subject stands in the message. The fact comes first,
 * so that a long name cannot cut it off. Of a name in another script nothing would be left but question marks.
 */
export const toSubject = (subject: string): string => {
  const ascii = subject
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/g, '?');
  return ascii.length <= MAX_SUBJECT ? ascii : `${ascii.slice(0, MAX_SUBJECT - 3)}...`;
};
