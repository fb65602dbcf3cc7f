import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, temporaryFolder } from './places';

const SCRIPT = join(root, 'scripts/release.mjs');
const OWNER = {
	name: 'Jane Doe',
	email: 'jane@maker.dev',
	repository: 'https://github.com/maker/n8n-nodes-identify24',
};

describe('npm run release', () => {
	let folder = '';

	const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
	const put = (file: string, text: string) => {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), text);
	};
	const edit = (file: string, from: string | RegExp, to: string) => {
		put(file, readFileSync(join(folder, file), 'utf8').replace(from, to));
	};
	const commit = () => {
		git('add', '-A');
		git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'x');
	};
	const run = (...args: string[]) => {
		const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
			cwd: folder,
			encoding: 'utf8',
			env: {
				...process.env,
				GIT_COMMITTER_NAME: 't',
				GIT_COMMITTER_EMAIL: 't@example.com',
			},
		});
		return { status, stderr };
	};

	beforeEach(() => {
		folder = temporaryFolder();
		for (const name of [
			'nodes/Identify/Identify.node.json',
			'nodes/Identify/IdentifyTrigger.node.json',
		]) {
			cpSync(join(root, name), join(folder, name));
		}
		for (const name of ['credentials/IdentifyApi.credentials.ts', '.prettierrc.json', 'LICENSE']) {
			cpSync(join(root, name), join(folder, name));
		}
		put(
			'package.json',
			JSON.stringify({
				name: 'n8n-nodes-identify24',
				version: '1.2.3',
				license: 'MIT',
				main: 'index.js',
				files: ['dist', 'index.js', 'CHANGELOG.md'],
				n8n: { nodes: ['dist/a.js'], credentials: ['dist/b.js'] },
			}),
		);
		put('package-lock.json', '{"version":"1.2.3","packages":{"":{"version":"1.2.3"}}}');
		put('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-25\n\n- Better.\n');
		for (const file of ['README.md', 'index.js', 'dist/a.js', 'dist/b.js']) put(file, 'x\n');
		put('owner.json', JSON.stringify(OWNER));
		execFileSync(process.execPath, [join(root, 'scripts/owner.mjs')], {
			cwd: folder,
			stdio: 'pipe',
		});
		git('init', '-q', '-b', 'main');
		commit();
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('sets the tag and says how to push it', () => {
		expect(run()).toMatchObject({
			status: 0,
			stderr: expect.stringContaining('git push origin main v1.2.3'),
		});
		expect(git('tag', '--list').trim()).toBe('v1.2.3');
		expect(run('--check-tag', 'v1.2.3')).toMatchObject({ status: 0 });
	});

	const refusals: Array<[string, () => void, string]> = [
		['another branch', () => git('switch', '-qc', 'other'), 'not main'],
		['an existing tag', () => git('tag', 'v1.2.3'), 'The tag v1.2.3 exists'],
		['a changed file', () => put('README.md', 'y\n'), 'not committed'],
		[
			'another version in the lock file',
			() => edit('package-lock.json', '"1.2.3"', '"1.2.2"'),
			'package-lock.json has another version',
		],
		['no section', () => edit('CHANGELOG.md', '[1.2.3]', '[1.2.2]'), 'has no section'],
		['no date', () => edit('CHANGELOG.md', ' - 2026-11-25', ''), 'has no section'],
		['an empty section', () => edit('CHANGELOG.md', '- Better.', ''), 'says nothing'],
		[
			'entries under Unreleased',
			() => edit('CHANGELOG.md', '[Unreleased]\n', '[Unreleased]\n\n- More.\n'),
			'under Unreleased',
		],
		[
			'an open owner',
			() => put('owner.json', JSON.stringify({ ...OWNER, email: '' })),
			'still open',
		],
		[
			'owner data of another hand',
			() => edit('package.json', 'jane@maker.dev', 'joe@maker.dev'),
			'Run: npm run owner',
		],
		['a missing file', () => rmSync(join(folder, 'dist/a.js')), 'would be missing'],
		[
			'a file too many',
			() => {
				put('secret.txt', 'x');
				edit('package.json', '"dist"', '"dist", "secret.txt"');
			},
			'secret.txt would be in the package',
		],
	];
	it.each(refusals)('refuses %s', (what, change, message) => {
		change();
		if (what !== 'a changed file' && git('status', '--porcelain') !== '') {
			if (what === 'a file too many') {
				execFileSync(process.execPath, [join(root, 'scripts/owner.mjs')], {
					cwd: folder,
					stdio: 'pipe',
				});
			}
			commit();
		}
		expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
		expect(git('tag', '--list').trim()).toBe(what === 'an existing tag' ? 'v1.2.3' : '');
	});

	it('refuses a tag of another version, and one of another commit', () => {
		git('tag', 'v1.2.4');
		git('tag', 'v1.2.3');
		expect(run('--check-tag', 'v1.2.4').stderr).toContain('the tag has to be v1.2.3');
		put('README.md', 'y\n');
		commit();
		expect(run('--check-tag', 'v1.2.3').stderr).toContain('not the one of the tag');
	});

	it('refuses a tag whose commit is not on main', () => {
		git('update-ref', 'refs/remotes/origin/main', 'HEAD');
		put('README.md', 'y\n');
		commit();
		git('tag', 'v1.2.3');
		expect(run('--check-tag', 'v1.2.3')).toMatchObject({
			status: 1,
			stderr: expect.stringContaining('not on main'),
		});
	});
});
