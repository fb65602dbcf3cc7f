import ts from 'typescript';

const COMMENTS =
	/eslint-disable|@ts-(?:ignore|expect-error|nocheck)|prettier-ignore|\b(?:TODO|FIXME|HACK)\b/;

/** What the compiler would take on trust, or what TypeScript cannot see. */
function faultOf(node: ts.Node): string | undefined {
	if (ts.isAsExpression(node)) return ts.isConstTypeReference(node.type) ? undefined : 'cast';
	if (ts.isTypeAssertionExpression(node)) return 'cast';
	if (ts.isNonNullExpression(node)) return 'non-null assertion';
	if (ts.isPropertyDeclaration(node) && node.exclamationToken) return 'definite assignment';
	if (ts.isVariableDeclaration(node) && node.exclamationToken) return 'definite assignment';
	if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
		const called = node.expression.getText();
		if (called === 'z.any') return 'any';
		// Without a check it lets everything pass under the type that it names.
		if (called === 'z.custom' && node.arguments.length === 0) return 'cast';
	}
	return undefined;
}

/** The faults of a source file, each with its line. */
export function sourceFaults(fileName: string, text: string): string[] {
	const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022, true);
	const faults: string[] = [];
	const visit = (node: ts.Node) => {
		const fault = faultOf(node);
		if (fault !== undefined) {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart());
			faults.push(`${fileName}:${line + 1} ${fault}: ${node.getText()}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	for (const [index, line] of text.split('\n').entries()) {
		const found = COMMENTS.exec(line)?.[0];
		if (found !== undefined) faults.push(`${fileName}:${index + 1} comment: ${found}`);
	}
	return faults;
}
