import './e2eGlobalSetup';
import { stopShared } from './harness';

export default async function teardown() {
	const shared = globalThis.identify24Shared;
	if (shared) await stopShared(shared);
}
