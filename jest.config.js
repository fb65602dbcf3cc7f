/** One project per suite: `npx jest test/unit`, `test/engine` or `test/e2e` runs one of them. */
const suite = (name, more = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
				sourceMaps: 'inline',
			},
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.dev/'],
	testEnvironment: 'node',
	...more,
});

module.exports = {
	projects: [
		suite('unit'),
		suite('engine'),
		suite('faults'),
		suite('e2e', {
			globalSetup: '<rootDir>/test/support/e2eGlobalSetup.ts',
			globalTeardown: '<rootDir>/test/support/e2eGlobalTeardown.ts',
			setupFilesAfterEnv: ['<rootDir>/test/support/e2eSetup.ts'],
		}),
		suite('soak', { setupFilesAfterEnv: ['<rootDir>/test/support/e2eSetup.ts'] }),
		suite('queue', { setupFilesAfterEnv: ['<rootDir>/test/support/e2eSetup.ts'] }),
	],
};
