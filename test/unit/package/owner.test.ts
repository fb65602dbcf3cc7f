import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from './places';

const OWNED = [
	'package.json',
	'nodes/Identify/Identify.node.json',
	'nodes/Identify/IdentifyTrigger.node.json',
	'credentials/IdentifyApi.credentials.ts',
];
const OWNER = {
	name: 'Jane Doe',
	email: 'jane@maker.dev',
	repository: 'https://github.com/maker/n8n-nodes-identify24',
};

describe("the owner's data", () => {
	let folder = '';
	beforeEach(() => {
		folder = temporaryFolder();
		for (const name of [...OWNED, 'owner.json', '.prettierrc.json']) {
			cpSync(join(root, name), join(folder, name), { recursive: true });
		}
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const texts = (place: string) => OWNED.map((file) => readFileSync(join(place, file), 'utf8'));
	const write = (owner: object) => {
		writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
		execFileSync(process.execPath, [join(root, 'scripts/owner.mjs')], {
			cwd: folder,
			stdio: 'pipe',
		});
	};

	it('stand everywhere as owner.json says', () => {
		execFileSync(process.execPath, [join(root, 'scripts/owner.mjs')], {
			cwd: folder,
			stdio: 'pipe',
		});
		expect(texts(folder)).toEqual(texts(root));
	});

	it('are written into every place once they are set', () => {
		write(OWNER);
		for (const text of texts(folder)) expect(text).toContain(OWNER.repository);
		const [manifest = ''] = texts(folder);
		expect(JSON.parse(manifest)).toMatchObject({
			author: { name: OWNER.name, email: OWNER.email },
			homepage: `${OWNER.repository}#readme`,
			repository: { type: 'git', url: `git+${OWNER.repository}.git` },
			bugs: { url: `${OWNER.repository}/issues` },
		});
		expect(texts(folder).join()).not.toContain('.invalid');
	});

	it.each([
		{ ...OWNER, name: ' ' },
		{ ...OWNER, email: 'jane@example.com' },
		{ ...OWNER, email: 'nobody@owner-not-set.invalid' },
		{ ...OWNER, repository: 'https://github.com/maker' },
		{ ...OWNER, repository: `${OWNER.repository}.git` },
	])('stand nowhere while one is missing: %o', (owner) => {
		write(OWNER);
		write(owner);
		expect(texts(folder).join()).not.toContain('github.com/maker');
		expect(texts(folder)[0]).toContain('nobody@owner-not-set.invalid');
	});
});
