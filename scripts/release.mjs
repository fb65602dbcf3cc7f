/**
 * `npm run release`: refuses whatever would make a bad release, then sets the tag; it pushes nothing.
 * `npm run release -- --check-tag v1.2.3` is the same check for publish.yml. See docs/publishing.md.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openOwnerData, outdatedFiles, readOwner } from './lib/owner.mjs';
import { say } from './lib/say.mjs';

const folder = process.cwd();
const { values } = parseArgs({ options: { 'check-tag': { type: 'string' } } });
const pushed = values['check-tag'];

/** @param {string} file */
const read = (file) => readFileSync(join(folder, file), 'utf8');
const shell = process.platform === 'win32';

/** @param {readonly string[]} args */
function git(...args) {
	try {
		return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
	} catch {
		return undefined;
	}
}

/** The text of a section of the change log, or undefined. @param {RegExp} heading */
function section(heading) {
	const parts = read('CHANGELOG.md').split(/^## /m);
	const found = parts.find((part) => heading.test(part.split('\n')[0] ?? ''));
	return found
		?.split('\n')
		.slice(1)
		.filter((line) => line.trim() !== '' && !/^(?:###|\[[^\]]+\]:)/.test(line))
		.join('\n');
}

const manifest = JSON.parse(read('package.json'));
const { version } = manifest;
const tag = `v${version}`;
/** @type {string[]} */
const faults = [];

function checkRepository() {
	if (git('status', '--porcelain') !== '') {
		faults.push('There are changes that are not committed. Commit or remove them (git status).');
	}
	if (pushed === undefined) {
		const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
		if (branch !== 'main') faults.push(`This is ${branch}, not main. Run: git switch main`);
		if (git('rev-parse', '--verify', `refs/tags/${tag}`) !== undefined) {
			faults.push(
				`The tag ${tag} exists. Raise the version: npm version <x.y.z> --no-git-tag-version`,
			);
		}
		return;
	}
	if (pushed !== tag) {
		faults.push(`The tag is ${pushed}, package.json says ${version}: the tag has to be ${tag}.`);
	}
	const tagged = git('rev-parse', '--verify', `refs/tags/${pushed}^{commit}`);
	if (tagged === undefined || tagged !== git('rev-parse', 'HEAD')) {
		faults.push(`The commit here is not the one of the tag ${pushed}.`);
	}
	const main = git('rev-parse', '--verify', 'refs/remotes/origin/main');
	if (main && git('merge-base', '--is-ancestor', 'HEAD', main) === undefined) {
		faults.push(`The commit of ${pushed} is not on main.`);
	}
}

function checkVersion() {
	if (!/^\d+\.\d+\.\d+$/.test(version)) faults.push(`The version ${version} is not like 1.2.3.`);
	const lock = JSON.parse(read('package-lock.json'));
	if (lock.version !== version || lock.packages?.['']?.version !== version) {
		faults.push(
			`package-lock.json has another version than package.json (${version}). Set both with npm version.`,
		);
	}
	const escaped = version.replaceAll('.', '\\.');
	const entries = section(new RegExp(`^\\[${escaped}\\] - \\d{4}-\\d{2}-\\d{2}$`));
	if (entries === undefined) {
		faults.push(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD".`);
	} else if (entries === '') {
		faults.push(`CHANGELOG.md says nothing under ${version}.`);
	}
	if (section(/^\[Unreleased\]$/)) {
		faults.push(`CHANGELOG.md has entries under Unreleased. Move them below ${version}.`);
	}
}

async function checkOwner() {
	const open = openOwnerData(readOwner(folder));
	if (open.length > 0) {
		faults.push(`owner.json is still open: ${open.join('; ')}. See docs/publishing.md.`);
	}
	for (const { file } of await outdatedFiles(folder)) {
		faults.push(`${file} is not as owner.json says. Run: npm run owner`);
	}
}

function checkPackage() {
	execFileSync('npm', ['run', '--if-present', 'build'], { cwd: folder, shell, stdio: 'pipe' });
	const [{ files }] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: folder,
			shell,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		}),
	);
	const names = files.map((/** @type {{ path: string }} */ { path }) => path);
	const expected = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json', 'index.js'];
	const needed = [...expected, ...manifest.n8n.nodes, ...manifest.n8n.credentials];
	for (const file of needed.filter((name) => !names.includes(name))) {
		faults.push(`${file} would be missing in the package. Look at npm pack --dry-run.`);
	}
	for (const file of names) {
		if (expected.includes(file) || file.startsWith('dist/')) continue;
		faults.push(
			`${file} would be in the package, but is not for users. Look at "files" in package.json.`,
		);
	}
}

checkRepository();
checkVersion();
await checkOwner();
// Building is for a release that has a chance.
if (faults.length === 0) checkPackage();
if (faults.length > 0) {
	say(`No release of ${version}:\n${faults.map((fault) => `  ✗ ${fault}`).join('\n')}`);
	process.exitCode = 1;
} else if (pushed === undefined) {
	execFileSync('git', ['tag', '-a', tag, '-m', tag], { cwd: folder, stdio: 'pipe' });
	say(`The tag ${tag} is set. To publish it, push it:\n  git push origin main ${tag}`);
	say(`To take it back before that: git tag -d ${tag}`);
} else {
	say(`${pushed} can be published.`);
}
