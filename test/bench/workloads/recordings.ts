import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { DEFAULT_API_KEY, DEFAULT_PARTNER } from '../../sandbox/constants';
import type { Stage } from '../stage';

/** About 13 MB/s for each file: ten at once are a line of 1 Gbit/s. */
export const SLOW_LINE = {
	kind: 'trickle',
	chunkBytes: 65_536,
	intervalMs: 5,
	moment: 'midBody',
	match: { path: '/download/' },
} as const;

/** An ident with a recording, as an item of a workflow. */
export interface Recording extends IDataObject {
	id: string;
	url: string;
}

/** Renews the sandbox and gives it idents with recordings of this size. */
export async function seedRecordings(
	{ sandbox }: Stage,
	count: number,
	bytes: number,
): Promise<Recording[]> {
	await sandbox.renew({ fileBytes: { pdf: 1000, recording: bytes, screenshot: 1000 } });
	const recordings: Recording[] = [];
	for (let index = 0; index < count; index++) {
		const { id, files } = await sandbox.seedIdent('5');
		const file = files?.find(({ section }) => section === 'recordings');
		if (!file) throw new Error('A successful ident has a recording, but this one has not.');
		recordings.push({ id, url: sandbox.url + file.path });
	}
	return recordings;
}

/** The headers of a request to the sandbox, with a new token. */
export async function requestHeaders({ sandbox }: Stage): Promise<Record<string, string>> {
	const body = { PARTNER: DEFAULT_PARTNER, APIKEY: DEFAULT_API_KEY };
	const { data } = await axios.post<unknown>(`${sandbox.url}/auth`, body, { proxy: false });
	const { token } = z.object({ token: z.string() }).parse(data);
	return { 'X-API-PARTNER': DEFAULT_PARTNER, 'X-API-TOKEN': token };
}
