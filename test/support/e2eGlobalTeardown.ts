import './e2eGlobalSetup';
import { stopShared } from './harness';

export default async function teardown() {
	const server = globalThis.identify24SharedN8n;
	if (server) await stopShared(server);
}
