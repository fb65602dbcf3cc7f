import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** Identify's own site: what n8n's lint wants as a credential's documentation while there is no repository. */
const SERVICE = 'https://identify24.de';
/** `.invalid` never resolves (RFC 2606): no one's address. n8n's lint wants both fields. */
const OPEN = {
	homepage: 'https://owner-not-set.invalid/',
	author: {
		name: 'n8n-nodes-identify24 contributors',
		email: 'nobody@owner-not-set.invalid',
	},
};
const CREDENTIAL = 'credentials/IdentifyApi.credentials.ts';
const CODEX = {
	'nodes/Identify/Identify.node.json': 'readme',
	'nodes/Identify/IdentifyTrigger.node.json': 'react-to-callbacks',
};

/** @typedef {{ name: string, email: string, repository: string }} Owner */

/**
 * @param {string} folder
 * @returns {Owner}
 */
export const readOwner = (folder) => JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));

/**
 * What is still missing in owner.json, in words; nothing when all is set.
 * @param {Owner} owner
 */
export function openOwnerData({ name, email, repository }) {
	const reserved =
		/(?:^|[@./])(?:example\.(?:com|net|org)|[^@./]+\.(?:invalid|example|test))(?:$|[/])/i;
	const faults = [];
	if (!name?.trim()) faults.push('name is empty');
	if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email ?? '') || reserved.test(email)) {
		faults.push('email is not an address that people can write to');
	}
	if (
		!/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(repository ?? '') ||
		/\.git$/.test(repository)
	) {
		faults.push('repository is not of the form https://github.com/<owner>/<name>');
	}
	return faults;
}

/**
 * The files that hold the owner's data, as they have to be. With anything missing in owner.json, none
 * of it is written.
 * @param {string} folder
 * @returns {Promise<{ file: string, text: string }[]>}
 */
export async function ownedFiles(folder) {
	const owner = readOwner(folder);
	const { repository, name, email } = owner;
	const set = openOwnerData(owner).length === 0;
	/** @param {string} file */
	const read = (file) => readFileSync(join(folder, file), 'utf8');
	/** @param {string} file @param {string} text */
	const pretty = async (file, text) => {
		const filepath = join(folder, file);
		return { file, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
	};

	const { homepage, author, repository: _, bugs: __, ...others } = JSON.parse(read('package.json'));
	const manifest = {};
	for (const [key, value] of Object.entries(others)) {
		Object.assign(manifest, { [key]: value });
		if (key !== 'license') continue;
		Object.assign(
			manifest,
			set
				? {
						homepage: `${repository}#readme`,
						author: { name, email },
						repository: { type: 'git', url: `git+${repository}.git` },
						bugs: { url: `${repository}/issues` },
					}
				: OPEN,
		);
	}
	const files = [await pretty('package.json', JSON.stringify(manifest, null, '\t'))];
	for (const [file, section] of Object.entries(CODEX)) {
		const codex = JSON.parse(read(file));
		const url = (/** @type {string} */ anchor) => [{ url: `${repository}#${anchor}` }];
		// Empty, but there: n8n drops the whole file without it, and the node's other names with that.
		const resources = set
			? {
					credentialDocumentation: url('set-up-the-credential'),
					primaryDocumentation: url(section),
				}
			: {};
		files.push(await pretty(file, JSON.stringify({ ...codex, resources }, null, '\t')));
	}
	const documentation = set ? `${repository}#set-up-the-credential` : SERVICE;
	files.push(
		await pretty(
			CREDENTIAL,
			read(CREDENTIAL).replace(
				/\tdocumentationUrl =\s+'[^']*';/,
				() => `\tdocumentationUrl = '${documentation}';`,
			),
		),
	);
	return files;
}

/**
 * The files that differ from what owner.json says.
 * @param {string} folder
 */
export async function outdatedFiles(folder) {
	const files = await ownedFiles(folder);
	return files.filter(({ file, text }) => readFileSync(join(folder, file), 'utf8') !== text);
}

/** @param {string} folder */
export async function writeOwner(folder) {
	const files = await outdatedFiles(folder);
	for (const { file, text } of files) writeFileSync(join(folder, file), text);
	return files.map(({ file }) => file);
}
