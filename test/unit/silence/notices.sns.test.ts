import { describe, expect, it } from 'vitest';
import { toSubject } from '../../../shared/silence/notices.sns.ts';
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
