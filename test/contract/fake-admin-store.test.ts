import { createFakeAdminStore } from '../support/fakes/admin-store.ts';
import { adminStoreContract } from './admin-store.contract.ts';

const store = createFakeAdminStore();

adminStoreContract(() => store);
