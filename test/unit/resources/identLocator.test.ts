import { toIdentId } from '../../../nodes/Identify/resources/ident/identLocator';

const ID = 'ece4f137-31ea-11ee-849e-005056bb3f3f';

describe('toIdentId', () => {
	it.each([
		ID,
		` ${ID}\n`,
		`https://identify24.de/apply/${ID}`,
		` https://identify24.de/apply/${ID} `,
		`https://identify24.de/apply/${ID}/`,
		`https://identify24.de/apply/${ID}?lang=de&from=mail`,
		`https://identify24.de/apply/${ID}/?lang=de`,
		`https://identify24.de/apply/${ID}#start`,
		`http://localhost:3000/${ID}`,
		`https://identify24.de/de/apply/${ID}//`,
	])('finds the ID in %j', (text) => {
		expect(toIdentId(text)).toBe(ID);
	});

	it.each(['4711', 'https://identify24.de', 'https://identify24.de/', 'not a url/at all', ''])(
		'leaves %j',
		(text) => {
			expect(toIdentId(text)).toBe(text);
		},
	);
});
