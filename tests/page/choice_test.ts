import { choiceOf } from "../../page/choice.ts";
import { deepEqual, equal } from "../assert.ts";

const named = (...paths: string[]) =>
  paths.map((path) => ({ path, file: new File([], path.split("/").pop()!) }));
const names = (...paths: string[]) => choiceOf(named(...paths)).files.map(({ path }) => path);

Deno.test("files come in the order of the numbers in their names", () => {
  deepEqual(names("I20", "b/1", "I100", "I3", "a"), ["I3", "I20", "I100", "a", "b/1"]);
});

Deno.test("the folder that holds all files is not part of their names", () => {
  deepEqual(names("Doe/b/2", "Doe/1", "Doe/b/1"), ["1", "b/1", "b/2"]);
  deepEqual(names("Doe/1", "Dove/1"), ["Doe/1", "Dove/1"]);
  deepEqual(names("Doe/1", "Doe"), ["Doe", "Doe/1"]);
  equal(choiceOf(named("Doe/2", "Doe/1")).name, "Doe/");
  equal(choiceOf(named("2", "1", "3")).name, "1 and 2 more");
  equal(choiceOf(named("one")).name, "one");
  equal(choiceOf([]).files.length, 0);
});
