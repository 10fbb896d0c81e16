import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { localClient } from '../../../local/engines/local-account.ts';
import type { NoticeMessage } from '../../../shared/silence/notice-message.ts';
import { createPublishNotices, toSubject } from '../../../shared/silence/notices.sns.ts';
import { NOTICE_SENTENCES } from '../../../shared/silence/status-sentences.ts';

const subjectsFor = (name: string) =>
  Object.values(NOTICE_SENTENCES).map(({ subject }) => [
    subject.split(':')[0] ?? '',
    toSubject(subject.replace('{name}', name)),
  ]);

describe('the subject of a notice', () => {
  it.each(['Shop', 'S'.repeat(200), '日本語サポート', 'Ünïcode é', '🛒'.repeat(100)])(
    'keeps the fact beside %s',
    (name) => {
      for (const [fact = '', subject = ''] of subjectsFor(name)) {
        expect(subject.startsWith(`${fact}: `)).toBe(true);
        expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      }
    },
  );

  it('keeps letters without their accents', () => {
    expect(toSubject('No chats arrive: Café Zürich')).toBe('No chats arrive: Cafe Zurich');
  });
});

const notice = (id: string, more: Partial<NoticeMessage> = {}): NoticeMessage => ({
  v: 1,
  id,
  kind: 'opened',
  severity: 'critical',
  subject: `No chats arrive: ${id}`,
  message: 'No chats arrive.',
  reason: { key: 'opened', facts: {} },
  from: '2026-11-22T09:00:00.000Z',
  ...more,
});

/** A topic that takes, of each call, those for which `takes` says so. */
const publish = async (notices: readonly NoticeMessage[], takes: (call: number, index: number) => boolean) => {
  const calls: unknown[] = [];
  const errors: unknown[] = [];
  const client = new SNSClient(localClient('http://127.0.0.1:9'));
  client.middlewareStack.add(
    () => async (call) => {
      calls.push(call.input);
      const entries: unknown = Reflect.get(call.input, 'PublishBatchRequestEntries');
      const count = Array.isArray(entries) ? entries.length : 0;
      const taken = Array.from({ length: count }, (_, index) => index).filter((index) => takes(calls.length, index));
      if (taken.length === 0) throw new Error('The topic does not answer.');
      return { output: { $metadata: {}, Successful: taken.map((index) => ({ Id: `${index}` })) }, response: {} };
    },
    { step: 'initialize', priority: 'low' },
  );
  const send = createPublishNotices({ client, topicArn: 'arn:topic', onError: (error) => void errors.push(error) });
  return { taken: await send(notices), calls, errors };
};

const many = (count: number) => Array.from({ length: count }, (_, index) => notice(`n${index}`));

describe('notices on their way to the topic', () => {
  it('carry what subscriptions filter by: kind, severity, and the integration where there is one', async () => {
    const [own, platform] = [notice('a', { integrationId: 'acme.one' }), notice('b', { kind: 'platform_opened' })];
    const { calls } = await publish([own, platform], () => true);
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const common = { kind: text('opened'), severity: text('critical') };
    expect(calls).toEqual([
      {
        TopicArn: 'arn:topic',
        PublishBatchRequestEntries: [
          {
            Id: '0',
            Subject: 'No chats arrive: a',
            Message: JSON.stringify(own),
            MessageAttributes: { ...common, integrationId: text('acme.one') },
          },
          {
            Id: '1',
            Subject: 'No chats arrive: b',
            Message: JSON.stringify(platform),
            MessageAttributes: { ...common, kind: text('platform_opened') },
          },
        ],
      },
    ]);
  });

  it('go ten a call, and only those that the topic took count as sent', async () => {
    const { taken, calls } = await publish(many(21), (_, index) => index !== 3);
    expect(calls).toHaveLength(3);
    expect([...taken]).toEqual(many(21).flatMap(({ id }, index) => (index % 10 === 3 ? [] : [id])));
  });

  it('of a call that failed are not sent, and those of the next call are', async () => {
    const { taken, errors } = await publish(many(12), (call) => call > 1);
    expect([...taken]).toEqual(['n10', 'n11']);
    expect(errors).toEqual([new Error('The topic does not answer.')]);
  });

  it('are none where nobody has to be told', async () => {
    expect((await publish([], () => true)).calls).toEqual([]);
  });
});
