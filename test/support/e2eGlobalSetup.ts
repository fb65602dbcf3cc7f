import { startShared } from './harness';
import type { N8nServer } from './n8nServer';

declare global {
	// The one thing that Jest's global setup and teardown share.
	var identify24SharedN8n: N8nServer | undefined;
}

export default async function setup() {
	globalThis.identify24SharedN8n = await startShared();
}
