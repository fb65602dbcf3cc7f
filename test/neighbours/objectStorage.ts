import { createHash } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { Book } from './book';

export interface StoredObject {
	bucket: string;
	/** Folders and name, e.g. `<ident ID>/<file name>`. */
	key: string;
	bytes: number;
	/** In hexadecimal; the bytes themselves are not kept. */
	sha256: string;
	mediaType: string;
	tags: Record<string, string>;
	/** ISO 8601. */
	at: string;
}

export interface Storage {
	/** The newest of each key. */
	objects: StoredObject[];
	/** How often a file came, repeats included. */
	uploads: number;
}

/** The access key of a signature of AWS, version 4: it names the account. */
function accessKey(request: Request): string {
	const { authorization = '' } = request.headers;
	return /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(authorization)?.[1] ?? '';
}

function refuse(response: Response, status: number, code: string): void {
	const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
	response.status(status).type('application/xml').send(body);
}

/** S3's API as n8n's S3 node uses it to upload, with the bucket in the path. All buckets exist. */
export function objectStorage(): { book: Book<Storage>; routes: Router } {
	const book = new Book<Storage>(() => ({ objects: [], uploads: 0 }));
	const routes = express.Router();
	routes.use(express.raw({ type: () => true, limit: '1gb' }));
	routes.use((request, response, next) => {
		if (accessKey(request) === '') refuse(response, 403, 'AccessDenied');
		else next();
	});
	routes.get('/:bucket', (request, response) => {
		if (!('location' in request.query)) return void refuse(response, 501, 'NotImplemented');
		response
			.type('application/xml')
			.send(
				'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-central-1</LocationConstraint>',
			);
	});
	routes.put(/^\/([^/]+)\/(.+)$/, (request, response) => {
		const { 0: bucket = '', 1: key = '' } = request.params as Record<string, string>;
		const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		const digest = createHash('md5').update(body).digest('base64');
		if (request.get('content-md5') !== digest) return void refuse(response, 400, 'BadDigest');
		const storage = book.of(accessKey(request));
		const object: StoredObject = {
			bucket,
			key,
			bytes: body.length,
			sha256: createHash('sha256').update(body).digest('hex'),
			mediaType: request.get('content-type') ?? '',
			tags: Object.fromEntries(new URLSearchParams(request.get('x-amz-tagging') ?? '')),
			at: new Date().toISOString(),
		};
		const isOther = (other: StoredObject) => other.bucket !== bucket || other.key !== key;
		storage.objects = [...storage.objects.filter(isOther), object];
		storage.uploads += 1;
		response.set('etag', `"${createHash('md5').update(body).digest('hex')}"`).end();
	});
	routes.use((_request, response) => refuse(response, 501, 'NotImplemented'));
	return { book, routes };
}
