import { findOwn, findOwnOrDeleted, type Ref } from './change-stored.ts';
import type { Describe } from './describe.ts';
import type { Integration } from './integration.ts';
import type { FindIntegration } from './integration-store.port.ts';
import { type ListedState, listPlace, type Overview, stateOf } from './overview.ts';

export type Page<T> = { readonly items: readonly T[]; readonly next?: string };

/** From behind `after`, an id, in the order of the ids; deleted ones are left out, but for those that are being erased. `next` is the last id of the page. */
export type PageOfIntegrations = (
  accountId: string,
  page: { readonly limit: number; readonly after?: string },
) => Promise<Page<Integration>>;

type Wanted = { readonly limit: number; readonly after?: string; readonly state?: ListedState };

export type ListOfIntegrations = Page<Overview> & {
  /** Of all that the account has, whatever was asked for. */
  readonly counts: Readonly<Record<ListedState, number>>;
};

/** The most urgent first, then those that have been so for longest. */
export type ListIntegrations = (accountId: string, wanted: Wanted) => Promise<ListOfIntegrations>;

const READ_LIMIT = 100;

export const createListIntegrations =
  ({
    pageOfIntegrations,
    describe,
  }: {
    pageOfIntegrations: PageOfIntegrations;
    describe: Describe;
  }): ListIntegrations =>
  async (accountId, { limit, after = '', state }) => {
    // An account has tens of them: what is urgent is known when all are.
    const overviews = await describe(await readAll(accountId, pageOfIntegrations));
    const rest = overviews
      .filter((overview) => state === undefined || stateOf(overview) === state)
      .map((overview) => ({ overview, place: listPlace(overview) }))
      .filter(({ place }) => place > after)
      .toSorted((a, b) => (a.place < b.place ? -1 : 1));
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(({ overview }) => overview),
      counts: countStates(overviews),
      ...(last && rest.length > limit && { next: last.place }),
    };
  };

const readAll = async (accountId: string, pageOf: PageOfIntegrations): Promise<readonly Integration[]> => {
  const all: Integration[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await pageOf(accountId, { limit: READ_LIMIT, ...(after !== undefined && { after }) });
    all.push(...items);
    after = next;
  } while (after !== undefined);
  return all;
};

const countStates = (overviews: readonly Overview[]): Readonly<Record<ListedState, number>> => {
  const of = (state: ListedState): number => overviews.filter((overview) => stateOf(overview) === state).length;
  return {
    critical: of('critical'),
    needs_you: of('needs_you'),
    warning: of('warning'),
    checking: of('checking'),
    waiting: of('waiting'),
    operational: of('operational'),
    paused: of('paused'),
    erasing: of('erasing'),
  };
};

export type ShowIntegration = (ref: Ref) => Promise<Overview | undefined>;

type ShowPorts = { readonly findIntegration: FindIntegration; readonly describe: Describe };

/** A deleted integration is shown while and after it is erased, for its progress; else it is gone. */
export const createShowIntegration =
  ({ findIntegration, describe }: ShowPorts): ShowIntegration =>
  async (ref) => {
    const found = await findOwnOrDeleted(ref, findIntegration);
    if (!found || (found.deletedAt !== undefined && !found.erasure)) return undefined;
    return (await describe([found]))[0];
  };

/** The same for stories that need a live one. */
export const createShowLiveIntegration =
  ({ findIntegration, describe }: ShowPorts): ShowIntegration =>
  async (ref) => {
    const found = await findOwn(ref, findIntegration);
    return found && (await describe([found]))[0];
  };
