/**
 * The types of a module as one declaration file that imports nothing.
 *
 * TypeScript writes a file of declarations for every module. From these are taken what the module
 * exports, and whatever that refers to.
 *
 * @module
 */

import { getLibFiles, ts } from "@ts-morph/common";

const OPTIONS: ts.CompilerOptions = {
  declaration: true,
  emitDeclarationOnly: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
  types: [],
};

/** The declarations of one module. */
interface Module {
  /** Top-level statements that declare something, by its name. */
  readonly declared: ReadonlyMap<string, ts.Statement>;
  /** Names that come from other modules, and from which. */
  readonly imported: ReadonlyMap<string, string>;
  /** Names that go out of it. */
  readonly exported: readonly string[];
}

/**
 * Declarations of what a module exports.
 *
 * @throws {Error} where they would need to be renamed
 */
export function declarationsOf(entry: URL): string {
  const modules = emitted(entry.pathname);
  const wanted = new Map<string, ts.Statement>();
  const want = (name: string, path: string): void => {
    const module = modules.get(path);
    const statement = module?.declared.get(name);
    const from = module?.imported.get(name);
    if (statement === undefined) return from === undefined ? undefined : want(name, from);
    const known = wanted.get(name);
    if (known === statement) return;
    if (known) throw new Error(`${name} is declared twice, in ${path} and elsewhere`);
    wanted.set(name, statement);
    for (const other of namesIn(statement)) want(other, path);
  };
  const { exported } = modules.get(entry.pathname)!;
  for (const name of exported) want(name, entry.pathname);
  const texts = [...wanted.values()].map(textOf);
  const types = exported.map((name) =>
    ts.isClassDeclaration(wanted.get(name)!) ? name : `type ${name}`
  );
  return `${texts.join("\n")}\nexport { ${types.join(", ")} };\n`;
}

/** Where TypeScript takes its own declarations from. */
const LIBRARY = "/typescript";

const library = new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]));

/** Every module's declarations, by the path of the module. */
function emitted(entry: string): Map<string, Module> {
  const modules = new Map<string, Module>();
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile } = host;
  // TypeScript's own declarations lie within the package, and not beside it.
  host.getDefaultLibLocation = () => LIBRARY;
  host.getSourceFile = (path, version, ...more) =>
    path.startsWith(LIBRARY)
      ? ts.createSourceFile(path, library.get(path.slice(LIBRARY.length + 1)) ?? "", version)
      : getSourceFile(path, version, ...more);
  const program = ts.createProgram([entry], OPTIONS, host);
  const take: ts.WriteFileCallback = (_, text, _mark, _error, sources) => {
    const { fileName } = sources![0]!;
    modules.set(fileName, moduleOf(fileName, text));
  };
  program.emit(undefined, take, undefined, true);
  return modules;
}

function moduleOf(path: string, text: string): Module {
  const declared = new Map<string, ts.Statement>();
  const imported = new Map<string, string>();
  const exported: string[] = [];
  const from = (specifier: ts.Expression) =>
    new URL((specifier as ts.StringLiteral).text, `file://${path}`).pathname;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { namedBindings } = statement.importClause ?? {};
      if (!namedBindings || !ts.isNamedImports(namedBindings)) continue;
      for (const one of namedBindings.elements) {
        imported.set(unchanged(one), from(statement.moduleSpecifier));
      }
    } else if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      if (!exportClause || !ts.isNamedExports(exportClause)) continue;
      for (const one of exportClause.elements) {
        exported.push(unchanged(one));
        if (moduleSpecifier) imported.set(one.name.text, from(moduleSpecifier));
      }
    } else {
      for (const name of namesOf(statement)) {
        declared.set(name, statement);
        if (isExported(statement)) exported.push(name);
      }
    }
  }
  return { declared, imported, exported };
}

/** The name of what is imported or exported. */
function unchanged({ name, propertyName }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  if (propertyName) throw new Error(`${propertyName.text} is renamed to ${name.text}`);
  return name.text;
}

/** What a statement declares. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.DeclarationStatement;
  return name ? [name.text] : [];
}

function isExported(statement: ts.Statement): boolean {
  return (ts.getCombinedModifierFlags(statement as ts.DeclarationStatement) &
    ts.ModifierFlags.Export) !== 0;
}

/** All names in a statement: more than are referred to, which does no harm. */
function namesIn(statement: ts.Statement): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node)) throw new Error(`${node.getText()} stands within a type`);
    if (ts.isIdentifier(node)) names.add(node.text);
    node.forEachChild(visit);
  };
  visit(statement);
  return names;
}

/** The statement with its own comment, and without `export`: the names are listed at the end. */
function textOf(statement: ts.Statement): string {
  const text = statement.getFullText();
  const comments = ts.getLeadingCommentRanges(text, 0) ?? [];
  const own = comments.slice(-1).map(({ pos, end }) => `${text.slice(pos, end)}\n`).join("");
  return own + statement.getText().replace(/^export /, "");
}
