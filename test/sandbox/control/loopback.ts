import { isIPv4 } from 'node:net';
import type { RequestHandler } from 'express';

function isLoopback(address = ''): boolean {
	const plain = address.replace(/^::ffff:/i, '');
	return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** The controls have no password: nobody else in the network may use them. */
export const onlyLoopback: RequestHandler = (req, res, next) => {
	if (isLoopback(req.socket.remoteAddress)) next();
	else res.status(403).json({ error: 'The controls answer to this computer only.' });
};
