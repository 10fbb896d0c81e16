import { describe, expect, it } from 'vitest';
import { chatOf } from '../../../shared/counting/chat.ts';
import { contributionsOf } from '../../../shared/counting/contributions.ts';
import { explain } from '../../../shared/counting/explanation.ts';
import { countedChat, type KnownChat } from '../../../shared/counting/known-chat.ts';
import { chatFrom, recordedChat } from '../../support/changes.ts';
import { at, markedSpam, resolved } from '../../support/events.ts';

const why = (chat: KnownChat): string => {
  const { known, why } = explain(chat, contributionsOf(countedChat(chat)));
  return [...known, ...why].join('\n');
};
const live = chatFrom(resolved({ occurredAt: at('10:00'), group: 'Sales' }));

describe('the explanation of a count', () => {
  it('names what the app said', () => {
    expect(why(live)).toContain('earliest resolution with a group: 2026-11-22T10:00:00.000Z');
    expect(why({ ...live, ...chatFrom(markedSpam()) })).toContain('marked as spam');
    expect(why(live)).not.toContain('report');
  });

  it('says whether a row of a report counts', () => {
    const reported = chatFrom(resolved({ occurredAt: at('09:30'), group: 'EMEA' }));
    expect(why({ ...live, reported })).toContain("Freshchat's own report did");
    expect(why({ ...live, reported })).toContain("Freshchat's report, earliest resolution: 2026-11-22T09:30:00.000Z");
    expect(why({ ...live, reported: live })).toContain("Freshchat's report changes nothing");
    expect(why({ reported })).toContain('first terminal event, 2026-11-22T09:30:00.000Z');
  });

  it('says which key brought what, and when we received it', () => {
    expect(why(recordedChat(resolved({ createdAt: at('08:58') })))).toContain(
      'group Support, received 2026-11-22T12:00:00.000Z with the API key key-1\nearliest known creation: 2026-11-22T08:58:00.000Z, received 2026-11-22T12:00:00.000Z with the API key key-1',
    );
    expect(why(live)).toContain('group Sales, received before this was kept');
    const reported = chatOf(resolved(), { at: at('15:00') });
    expect(why({ reported })).toContain('group Support, received 2026-11-22T15:00:00.000Z without an API key');
  });

  it('says when the rules were others', () => {
    expect(explain(live, []).why.join()).toContain('earlier rules');
  });
});
