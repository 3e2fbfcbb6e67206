/** The one door of tenants: how an organisation comes to be, and its settings. */
export { createTenant, type OnTenantCreated } from './create-tenant.ts'
export { publicName } from './public-name.ts'
export { type TenantSetting, tenantById, tenantSetting } from './queries.ts'
export { setupRoutes } from './routes.ts'
export { ensureSetupToken } from './setup-token-store.ts'
