import ts from 'typescript';

export interface Import {
	/** What is imported; undefined where that is computed. */
	name: string | undefined;
	/** Whether it is gone once TypeScript has compiled the file. */
	typeOnly: boolean;
}

const literal = (node: ts.Node | undefined) =>
	node && ts.isStringLiteralLike(node) ? node.text : undefined;

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
	const clause = ts.isImportDeclaration(node) ? node.importClause : node;
	if (!clause) return false;
	const names = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
	const elements =
		names && (ts.isNamedImports(names) || ts.isNamedExports(names)) ? [...names.elements] : [];
	const onlyNames = ts.isExportDeclaration(node) || node.importClause?.name === undefined;
	return (
		clause.isTypeOnly ||
		(onlyNames && elements.length > 0 && elements.every((element) => element.isTypeOnly))
	);
}

/** What a file imports, exports from elsewhere or requires, in any form. */
export function importsIn(fileName: string, text: string): Import[] {
	const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022, true);
	const found: Import[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node) || (ts.isExportDeclaration(node) && node.moduleSpecifier)) {
			found.push({ name: literal(node.moduleSpecifier), typeOnly: isTypeOnly(node) });
		}
		if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			found.push({ name: literal(node.argument.literal), typeOnly: true });
		}
		if (ts.isCallExpression(node)) {
			const { expression } = node;
			const requires = ts.isIdentifier(expression) && expression.text === 'require';
			if (requires || expression.kind === ts.SyntaxKind.ImportKeyword) {
				found.push({ name: literal(node.arguments[0]), typeOnly: false });
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** The names alone. */
export const importsOf = (fileName: string, text: string): Array<string | undefined> =>
	importsIn(fileName, text).map(({ name }) => name);
