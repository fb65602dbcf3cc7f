import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { bufferBody, type Reply } from '../replies';

const ENCODERS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
	gzip: gzipSync,
	'x-gzip': gzipSync,
	deflate: deflateSync,
	br: brotliCompressSync,
};

/** A file as a server sends it that compresses everything: with the compressed length. */
export function encoded(reply: Reply, encoding: string | null): Reply {
	if (encoding === null) return reply;
	const headers = { ...reply.headers, 'content-encoding': encoding };
	const encode = ENCODERS[encoding];
	if (!encode) return { ...reply, headers };
	return { ...reply, headers, body: bufferBody(encode(Buffer.concat([...reply.body.chunks()]))) };
}
