/** What a tenant signs and seals with: secrets by purpose, made when first asked for. */
export { makeTenantKey, type TenantKey, tenantKeys } from './tenant-key-store.ts'
