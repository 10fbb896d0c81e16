import { afterAll, beforeAll } from 'vitest';
import { adminStoreContract } from '../contract/admin-store.contract.ts';
import { startAdminTables } from '../support/admin-tables.ts';

let tables: Awaited<ReturnType<typeof startAdminTables>>;

beforeAll(async () => {
  tables = await startAdminTables();
});
afterAll(() => tables.close());

adminStoreContract(() => tables.store);
