import { startShared, type Shared } from './harness';

declare global {
	// The one thing that Jest's global setup and teardown share.
	var identify24Shared: Shared | undefined;
}

export default async function setup() {
	globalThis.identify24Shared = await startShared();
}
