import { findOwn, findOwnOrDeleted, type Ref } from './change-stored.ts';
import type { Describe } from './describe.ts';
import type { Integration } from './integration.ts';
import type { FindIntegration } from './integration-store.port.ts';
import type { Overview } from './overview.ts';

export type Page<T> = { readonly items: readonly T[]; readonly next?: string };

/** From behind `after`, an id, in the order of the ids; deleted ones are left out, but for those that are being erased. `next` is the last id of the page. */
export type PageOfIntegrations = (
  accountId: string,
  page: { readonly limit: number; readonly after?: string },
) => Promise<Page<Integration>>;

export type ListIntegrations = (
  accountId: string,
  page: { readonly limit: number; readonly after?: string },
) => Promise<Page<Overview>>;

export const createListIntegrations =
  ({
    pageOfIntegrations,
    describe,
  }: {
    pageOfIntegrations: PageOfIntegrations;
    describe: Describe;
  }): ListIntegrations =>
  async (accountId, wanted) => {
    const { items, next } = await pageOfIntegrations(accountId, wanted);
    return { items: await describe(items), ...(next !== undefined && { next }) };
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
