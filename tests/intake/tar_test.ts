import { growsLinearly } from "../support/growth.ts";
import { fc } from "../support/property.ts";
import { HeaderError } from "../../lib/errors.ts";
import { Tar } from "../../lib/intake/tar.ts";
import { readPax, readTarHeader } from "../../lib/intake/tar_header.ts";
import { deepEqual, equal, match, ok, throws } from "../assert.ts";
import { skipped } from "../support/skip.ts";
import { tarContent, tarHeader, withChecksum } from "../support/tar_writer.ts";
import { cuts, Entries, feed, feedBytewise, join, utf8 } from "./support.ts";

/** 120 characters, so that ustar needs its prefix and GNU and pax an extension. */
const LONG = `${"folder-".repeat(8)}end/${"slice-".repeat(9)}1.txt`;
/** More than ustar can hold. */
const LONGEST = `${"ordner/".repeat(30)}Łódź-${"x".repeat(120)}.txt`;

/** An archive by the machine's own tar. */
async function systemTar(format: string, names: readonly string[]): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of names) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(path, `content of ${name}`.repeat(40));
    }
    const args = [`--format=${format}`, "-cf", "-", "-C", folder, ...names];
    const { success, stdout, stderr } = await new Deno.Command("tar", { args }).output();
    ok(success, new TextDecoder().decode(stderr));
    return stdout;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** GNU's tar knows all four formats by these names. */
const hasGnuTar = await (async () => {
  try {
    const { stdout } = await new Deno.Command("tar", { args: ["--version"] }).output();
    return new TextDecoder().decode(stdout).includes("GNU tar");
  } catch {
    return false;
  }
})();
if (!hasGnuTar) skipped("archives of the system's tar", "there is no GNU tar in the path");

function untar(archive: Uint8Array, places: readonly number[] = []): Entries {
  const entries = new Entries();
  feed(new Tar(entries.open), archive, places);
  return entries;
}

const expected = (names: readonly string[]) =>
  names.map((name) => [name, `content of ${name}`.repeat(40), "ended"]);

for (
  const [format, names] of [
    ["v7", ["a.txt", "dir/b.txt"]],
    ["ustar", ["a.txt", LONG]],
    ["gnu", ["a.txt", LONG, LONGEST, "z.txt"]],
    ["pax", ["ä.txt", LONG, LONGEST, "z.txt"]],
  ] as const
) {
  const name = `Tar reads ${format} archives of the system's tar, wherever they are cut`;
  Deno.test({ name, ignore: !hasGnuTar }, async () => {
    const archive = await systemTar(format, names);
    deepEqual(untar(archive).texts(), expected(names));
    const entries = new Entries();
    feedBytewise(new Tar(entries.open), archive);
    deepEqual(entries.texts(), expected(names));
    fc.assert(
      fc.property(cuts, (places) => deepEqual(untar(archive, places).texts(), expected(names))),
      { numRuns: 30 },
    );
  });
}

const block = (text: string) => tarContent(utf8(text));

Deno.test("Tar passes over folders, lists links, and takes empty files", () => {
  const archive = join(
    tarHeader("dir/", 0, "5"),
    tarHeader("././@LongLink", 3, "K"),
    block("abc"),
    tarHeader("dir/link", 0, "2"),
    tarHeader("dir/empty", 0),
    tarHeader("dir/file", 3),
    block("abc"),
    new Uint8Array(1024),
  );
  const [link, ...files] = untar(archive).texts();
  match(link![2]!, /link/);
  deepEqual(files, [["dir/empty", "", "ended"], ["dir/file", "abc", "ended"]]);
});

Deno.test("Tar needs no zeros at the end, and ignores what stands behind them", () => {
  const one = join(tarHeader("x", 3), block("abc"));
  deepEqual(untar(one).texts(), [["x", "abc", "ended"]]);
  deepEqual(untar(join(one, new Uint8Array(1024), "garbage")).texts(), [["x", "abc", "ended"]]);
});

Deno.test("Tar takes a name and a size from a pax header", () => {
  const record = "17 path=new/näm\n" + "9 size=3\n";
  const archive = join(
    tarHeader("x", utf8(record).length, "x"),
    block(record),
    tarHeader("old", 0),
    block("abc"),
  );
  deepEqual(untar(archive).texts(), [["new/näm", "abc", "ended"]]);
});

Deno.test("Tar takes what several extensions say, and keeps nothing else of them", async () => {
  const extension = (record: string) => join(tarHeader("x", record.length, "x"), block(record));
  const archive = (others: number) =>
    join(
      extension("12 path=new\n"),
      ...Array.from({ length: others }, (_, k) =>
        extension(`19 k${String(k).padStart(7, "0")}=values\n`)),
      extension("9 size=3\n"),
      tarHeader("old", 0),
      block("abc"),
    );
  const isRead = (bytes: Uint8Array) => deepEqual(untar(bytes).texts(), [["new", "abc", "ended"]]);
  for (const others of [0, 1]) isRead(archive(others));
  // Who keeps them all, and copies them each time, takes a time that grows with their square.
  await growsLinearly(10_000, (others) => {
    const bytes = archive(others);
    return () => isRead(bytes);
  });
});

Deno.test("readPax() reads the examples of POSIX, and refuses lengths that do not fit", () => {
  deepEqual([...readPax(utf8("30 mtime=1350244992.023960108\n"))], [[
    "mtime",
    "1350244992.023960108",
  ]]);
  for (
    const bad of [
      "-5 a=b\n",
      "x a=b\n",
      "0 a=b\n",
      "3 a=b\n",
      "6 ab\n",
      " ",
      "99999999999999999999 a=b",
    ]
  ) {
    throws(() => readPax(utf8(bad)), { code: "bad-archive" }, bad);
  }
});

Deno.test("readTarHeader() reads sizes in base 256 and signed checksums", () => {
  const big = tarHeader("x", 0);
  big.set([0x80, 0, 0, 0, 0, 0, 0, 2, 0x54, 0x0b, 0xe4, 0x00], 124);
  equal(readTarHeader(withChecksum(big))!.size, 10_000_000_000);
  const signed = tarHeader("\x00", 1);
  signed[0] = 0xe4;
  withChecksum(signed, new Int8Array(signed.buffer));
  equal(readTarHeader(signed)!.size, 1);
});

Deno.test("Tar refuses what breaks off, is damaged, or has enormous headers", () => {
  const archive = join(tarHeader("x", 600), block("a".repeat(600)), new Uint8Array(1024));
  for (const length of [1, 511, 513, 1000, 1111]) {
    throws(() => untar(archive.subarray(0, length)), {
      code: "bad-archive",
      message: /ends early/,
    });
  }
  const damaged = archive.slice();
  damaged[3]! ^= 1;
  throws(() => untar(damaged), { code: "bad-archive", message: /checksum/ });
  throws(() => untar(tarHeader("x", 2 ** 30, "x")), { code: "bad-archive", message: /more than/ });
  throws(() => untar(utf8("not a tar archive ".repeat(100))), { code: "bad-archive" });
});

Deno.test("Tar never fails otherwise than with a HeaderError, whatever is damaged", () => {
  const record = "17 path=new/näm\n";
  const archive = join(tarHeader("p", 17, "x"), block(record), tarHeader("old", 3), block("abc"));
  fc.assert(
    fc.property(
      fc.nat({ max: archive.length - 1 }),
      fc.nat({ max: 255 }),
      cuts,
      (at, byte, places) => {
        const damaged = archive.slice();
        damaged[at] = byte;
        withChecksum(damaged.subarray(0, 512));
        try {
          untar(damaged, places);
        } catch (error) {
          if (!(error instanceof HeaderError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});
