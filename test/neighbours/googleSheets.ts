import express, { type Request, type Router } from 'express';
import { Book, type ServiceCall } from './book';
import { bearer, recording, refuseTheRest, type Service } from './service';

export interface Sheet {
	title: string;
	/** Rows of cells; the first has the names of the columns. */
	rows: string[][];
}

export interface Drive {
	calls: ServiceCall[];
	/** By the spreadsheet's ID. */
	spreadsheets: Record<string, Sheet>;
}

const COLUMNS =
	'first_name last_name birthday email mobile_phone nationality street house_no zip_code city country ident_id conference_url status error';

/** What a new account finds: somebody who can be invited, and somebody whose row has mistakes. */
const open = (): Drive => ({
	calls: [],
	spreadsheets: {
		'identify-batch': {
			title: 'People',
			rows: [
				COLUMNS.split(' '),
				[
					...['Jane', 'Doe', '05.09.1981', 'jane.doe@example.com', '01511 1111111', 'deutsch'],
					...['Markgrafenstr.', '23', '90402', 'Nürnberg', 'Germany'],
				],
				[
					...['John', 'Doe', '09/31/1980', 'john.doe', '01511 1111112', 'Atlantis'],
					...['Parkstr.', '45', '90763', 'Fürth', 'Germany'],
				],
			],
		},
	},
});

/** The account of a request: that of its token, or the service account which signs for one. */
function accountOf(request: Request): string {
	const { assertion } = (request.body ?? {}) as { assertion?: string };
	if (assertion === undefined) return bearer(request);
	const claims = Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8');
	return (JSON.parse(claims) as { iss: string }).iss;
}

/** `B` is 1, `AA` is 26. */
const columnNumber = (letters: string) =>
	[...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Puts one value where a range as `People!M2` points. False where it points elsewhere. */
function write({ title, rows }: Sheet, range: string, value: unknown): boolean {
	const [, sheet, column = '', row] = /^'?(.+?)'?!([A-Z]+)(\d+)$/.exec(range) ?? [];
	if (sheet !== title) return false;
	const index = Number(row) - 1;
	while (rows.length <= index) rows.push([]);
	const cells = rows[index] ?? [];
	const at = columnNumber(column);
	while (cells.length < at) cells.push('');
	cells[at] = String(value);
	return true;
}

/** As Google answers: without the empty cells at the end of a row. */
const trimmed = (cells: readonly string[]) =>
	cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);

/**
 * Google's token service and Sheets as n8n's Google Sheets node uses them to read rows and to update rows
 * by their number. Spreadsheets have one sheet.
 */
export function googleSheets(): Service<Drive> & { pages: Router } {
	const book = new Book(open);
	const app = recording(book, accountOf);
	app.post('/token', (request, response) => {
		const token = { access_token: accountOf(request), expires_in: 3600, token_type: 'Bearer' };
		response.json(token);
	});
	const notFound = { error: { code: 404, message: 'Requested entity was not found.' } };
	const sheetOf = (request: Request) =>
		book.of(bearer(request)).spreadsheets[String(request.params.id)];
	app.get('/v4/spreadsheets/:id', (request, response) => {
		const sheet = sheetOf(request);
		if (!sheet) return void response.status(404).json(notFound);
		const gridProperties = { rowCount: 1000, columnCount: 26 };
		response.json({
			sheets: [{ properties: { sheetId: 0, title: sheet.title, index: 0, gridProperties } }],
		});
	});
	app.get('/v4/spreadsheets/:id/values/:range', (request, response) => {
		const sheet = sheetOf(request);
		const title = request.params.range.split('!')[0]?.replaceAll("'", '');
		if (!sheet || title !== sheet.title) return void response.status(404).json(notFound);
		response.json({ range: request.params.range, values: sheet.rows.map(trimmed) });
	});
	app.post('/v4/spreadsheets/:id/values\\:batchUpdate', (request, response) => {
		const sheet = sheetOf(request);
		if (!sheet) return void response.status(404).json(notFound);
		const { data } = request.body as { data: Array<{ range: string; values: unknown[][] }> };
		const isDone = data.every(({ range, values }) => write(sheet, range, values[0]?.[0]));
		if (!isDone) return void response.status(400).json({ error: { message: 'Bad range' } });
		response.json({ totalUpdatedCells: data.length });
	});
	refuseTheRest(app, 'Google Sheets');
	const pages = express.Router();
	// What a person types: the whole sheet, in place of what was there.
	pages.put('/:account/:id', express.json(), (request, response) => {
		const { account, id } = request.params;
		book.of(account).spreadsheets[id] = request.body as Sheet;
		response.json({});
	});
	const hosts = ['oauth2.googleapis.com', 'sheets.googleapis.com'];
	return { name: 'googleSheets', hosts, book, app, pages };
}
