/** Says what a test has measured, beside its result. */
export function report(figures: string): void {
	process.stderr.write(`  ${figures}\n`);
}
