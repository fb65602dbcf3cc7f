import { join } from 'node:path';
import { Router, static as folder, type Response } from 'express';

/** Scripts and styles of our own only; mails may bring styles along. Nothing is loaded from elsewhere. */
const POLICY = [
	"default-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"frame-ancestors 'none'",
	"base-uri 'none'",
].join('; ');

/** Answers with a page, given by its file. */
export function sendPage(response: Response, file: string): void {
	response.set({
		'content-security-policy': POLICY,
		'referrer-policy': 'no-referrer',
		'x-content-type-options': 'nosniff',
		'cache-control': 'no-store',
	});
	response.sendFile(file);
}

/** What the pages share (`style.css`, `page.js`), and the scripts of these pages. */
export function pageFiles(...folders: string[]): Router {
	const router = Router();
	for (const place of [join(__dirname, 'shared'), ...folders]) {
		router.use(folder(place, { index: false, cacheControl: false }));
	}
	return router;
}
