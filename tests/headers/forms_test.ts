import { unzipSync } from "fflate";
import { describe } from "../../lib/mod.ts";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { sliceAt } from "../support/dataset.ts";

const slices = [30, 32.5, 35].map((z) => sliceAt([1, 2, z]));
const ask = (query: string, headers: Record<string, string> = {}) =>
  createApp().request(`/v1/header?${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(slices),
  });

Deno.test("a format is asked for by format= or Accept, and is the only one made", async () => {
  const byOption = await ask("format=nibabel");
  const byAccept = await ask("", { Accept: "application/vnd.dcm2nhdr.nibabel+json" });
  for (const response of [byOption, byAccept]) {
    equal(response.status, 200);
    equal(response.headers.get("Content-Type"), "application/vnd.dcm2nhdr.nibabel+json");
    ok(response.headers.get("Content-Disposition")!.endsWith('.nibabel.json"'));
    const { affine } = await response.json();
    // LPS to RAS turns x and y; the first index of the array counts the slices.
    deepEqual([affine[0][3], affine[1][3], affine[2][3], affine[2][0]], [-1, -2, 30, 2.5]);
  }
});

Deno.test("a JSON reply has the other formats that forms= names, and no others", async () => {
  const [plain] = describe(slices).volumes;
  equal("forms" in plain!, false);
  const reply = await (await ask("format=json&forms=nrrd,nibabel")).json();
  const { forms, header } = reply.volumes[0];
  deepEqual(Object.keys(forms).sort(), ["nibabel", "text"]);
  equal(forms.text.text, header);
  deepEqual(forms.nibabel.json.arrayShape, [3, 3, 4]);
  deepEqual(describe(slices, { forms: ["nibabel"] }).volumes[0]!.forms!.nibabel, forms.nibabel);
});

Deno.test("a zip has them as files", async () => {
  const zip = unzipSync(
    new Uint8Array(await (await ask("format=zip&forms=nibabel")).arrayBuffer()),
  );
  deepEqual(Object.keys(zip).sort(), ["reply.json", "volume.nibabel.json", "volume.nrrd"]);
});

Deno.test("NIfTI-1 and NIfTI-2 of one volume have names of their own", async () => {
  const alone = await (await ask("format=json&forms=nifti2")).json();
  equal(alone.volumes[0].forms.nifti2.fileName, "volume.nii");
  const { volumes: [{ forms }] } = await (await ask("format=json&forms=nifti2,nifti")).json();
  deepEqual([forms.nifti.fileName, forms.nifti2.fileName], ["volume.nii", "volume.nifti2.nii"]);
  const zip = unzipSync(
    new Uint8Array(await (await ask("format=zip&forms=nifti,nifti2")).arrayBuffer()),
  );
  // nifti1.h, nifti2.h: the header and four bytes that say whether extensions follow.
  deepEqual([zip["volume.nii"]?.length, zip["volume.nifti2.nii"]?.length], [352, 544]);
});

Deno.test("forms beside one header alone would be lost, so they are refused", async () => {
  for (const query of ["forms=nifti", "format=nifti&forms=nibabel"]) {
    const problem = await (await ask(query)).json();
    deepEqual([problem.code, problem.option], ["bad-option", "forms"]);
    equal(
      (await ask(`${query.replace(/format=[a-z]+&/, "")}&${problem.help.split(" or ")[0]}`)).status,
      200,
    );
  }
});

Deno.test("a misspelt form is told, what was sent is not", async () => {
  const problem = await (await ask("format=json&forms=nibable")).json();
  deepEqual([problem.code, problem.option, problem.nearest], ["bad-option", "forms", "nibabel"]);
  equal(JSON.stringify(problem).includes("nibable"), false);
});
