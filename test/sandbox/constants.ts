/** The account that the sandbox knows unless a test names others. */
export const DEFAULT_PARTNER = 'sandbox-partner';
export const DEFAULT_API_KEY = 'sandbox-api-key-0123456789';

/** An account that may log in but has no permission for anything else (403). */
export const RESTRICTED_PARTNER = 'sandbox-restricted';
export const RESTRICTED_API_KEY = 'sandbox-api-key-restricted';

/** Seeded idents, the same in every run. */
export const PENDING_IDENT_ID = '11111111-1111-4111-8111-111111111111';
export const SUCCESSFUL_IDENT_ID = '55555555-5555-4555-8555-555555555555';

export const ACTIVE_PROJECT_ID = '6';
export const INACTIVE_PROJECT_ID = '99';

/** "An Ident has a lifetime of 90 days" (Lifetime). */
export const IDENT_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

/** "The JWT will be invalidated … if it has not been used for at least 30 minutes" (Authentication). */
export const TOKEN_IDLE_MS = 30 * 60 * 1000;

export const CONTROL_PREFIX = '/__sandbox';

/** A request body beyond this is refused unread. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
