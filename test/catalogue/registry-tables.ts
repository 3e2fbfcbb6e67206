/** Tables without row security: looked up before a tenant is known. Ids, hashes, names of hosts and positions only. */
export const REGISTRY_TABLES = [
  'migration',
  'tenant',
  'tenant_host',
  'tenant_counter',
  'log_reader',
  'setup_token',
  'sign_in_throttle',
  'login_route',
  'inbound_route',
  'worker_heartbeat',
] as const
