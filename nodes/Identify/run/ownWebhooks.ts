import type { IExecuteFunctions } from 'n8n-workflow';
import { property } from '../client/failure';

/** The URL to wake a waiting execution: n8n's base, the endpoint of waiting webhooks, the ID. */
const RESUME_PATH = /^(\/(?:.*\/)?)([^/]+)-waiting\/[^/]+$/;

function baseOf(address: string): string | undefined {
	if (!URL.canParse(address)) return undefined;
	const { origin, pathname } = new URL(address);
	return `${origin}${pathname.replace(/\/*$/, '')}/`;
}

/**
 * Under which addresses this n8n takes webhooks, by what it says of itself: those of production and
 * those of tests, which n8n may show with the host of the editor.
 *
 * @returns URLs that end with `/`; none where n8n's endpoints are named in a way of their own
 */
export function ownWebhooks(context: IExecuteFunctions): string[] {
	const resumeUrl = property(context.getWorkflowDataProxy(0).$execution, 'resumeUrl');
	if (typeof resumeUrl !== 'string' || !URL.canParse(resumeUrl)) return [];
	const { origin, pathname } = new URL(resumeUrl);
	const [, path, endpoint] = RESUME_PATH.exec(pathname) ?? [];
	if (path === undefined || endpoint === undefined) return [];
	const bases = [`${origin}${path}`, baseOf(context.getInstanceBaseUrl())];
	const known = [...new Set(bases.filter((base) => base !== undefined))];
	return known.flatMap((base) => [`${base}${endpoint}/`, `${base}${endpoint}-test/`]);
}
