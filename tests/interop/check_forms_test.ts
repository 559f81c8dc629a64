/** NIfTI and MetaImage files of nibabel and SimpleITK on the grids of real series, checked. */

import { check, type CheckReply } from "../../lib/mod.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, near, ok } from "../assert.ts";
import { geometryOf, named } from "../check/support.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { affineOf, itkOf, rasOf } from "../support/header_forms.ts";
import { collect } from "../support/objects.ts";
import { python, pythonLacks } from "../support/programs.ts";
import { makeReply } from "../support/reply.ts";
import { skipped } from "../support/skip.ts";

const lacks = pythonLacks(["numpy", "nibabel", "SimpleITK"]);
if (lacks !== undefined) skipped("NIfTI and MetaImage by nibabel and SimpleITK", lacks);

/** Axial, oblique, sagittal, coronal; oblong pixels. */
const UPRIGHT = [
  "ct_head_64",
  "mr_sag_obl_ge",
  "mr_sag_HFDL",
  "mr_cor_philips",
  "ct_oriented_aniso",
];
/** Gantry tilts. */
const SHEARED = ["ct_siemens_shear_notag"];

const WRITTEN = [
  "nibabel.nii.gz",
  "nibabel2.nii.gz",
  "both.nii",
  "qform.nii",
  "itk.nii",
  "itk.nii.gz",
  "itk.mha",
  "itk.mhd",
] as const;

const present = new Set(corpusSets().map(({ id }) => id));
const sets = [...UPRIGHT, ...SHEARED].filter((id) => present.has(id));

Deno.test({
  name: "files of nibabel and SimpleITK are right, but for tilts that a quaternion cannot hold",
  ignore: lacks !== undefined || sets.length === 0,
}, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const grids = await Promise.all(sets.map(async (id) => {
      const { objects } = collect(await corpusFiles(id));
      const grid = geometryOf(makeReply(objects, [], DEFAULT_OPTIONS).volumes[0]!.header);
      const path = `${folder}/${id}`;
      return { path, affine: affineOf(rasOf(grid)), sizes: grid.sizes, ...itkOf(grid) };
    }));
    await writeForms(grids);
    for (const id of sets) {
      const files = await corpusFiles(id);
      const checked = async (kind: string): Promise<CheckReply> =>
        check(await Deno.readFile(`${folder}/${id}.${kind}`), files);
      for (const kind of WRITTEN) {
        await t.step(`${id}: ${kind}`, async () => {
          const reply = await checked(kind);
          if (UPRIGHT.includes(id)) {
            deepEqual([reply.status, named(reply)], ["ok", []]);
            deepEqual(reply.right.own?.changed, []);
          } else await checkSheared(kind, reply);
        });
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** A shear lives in an sform, and in MetaImage; ITK turns it straight where it writes NIfTI. */
function checkSheared(kind: string, reply: CheckReply): void {
  const { apart, errors, allAxes } = { ...reply.diagnoses[0] } as {
    apart?: number;
    errors?: { sform: number; qform: number };
    allAxes?: boolean;
  };
  switch (kind) {
    case "both.nii":
      deepEqual([reply.status, named(reply)], ["ok", ["transforms-disagree"]]);
      near(errors!.qform, apart!, 1e-3);
      ok(errors!.sform < 1e-3 && apart! > 1);
      deepEqual(reply.right.own?.changed, ["qform_code"]);
      break;
    case "qform.nii":
    case "itk.nii":
    case "itk.nii.gz":
      deepEqual([reply.status, named(reply), allAxes], ["wrong", ["shear-dropped"], true]);
      break;
    default:
      deepEqual([reply.status, named(reply)], ["ok", []]);
  }
}

async function writeForms(grids: unknown): Promise<void> {
  const script = new URL("write_forms.py", import.meta.url).pathname;
  const child = new Deno.Command(python!, { args: [script], stdin: "piped", stderr: "null" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(grids)));
  await writer.close();
  ok((await child.status).success);
}
