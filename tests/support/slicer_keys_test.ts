import { deepEqual, near, nearAll, throws } from "../assert.ts";
import { readDiffusion, readSequence } from "./slicer_keys.ts";

const START = `\
NRRD0004
type: unsigned char
dimension: 4
sizes: 16 12 3 4
space: left-posterior-superior
space directions: (1,0,0) (0,1,0) (0,0,1) none
kinds: domain domain domain list
`;
const SEQUENCE = `\
${START}labels: "" "" "" "time"
units: "" "" "" "s"
encoding: raw
space origin: (0,0,0)
axis 3 index type:=numeric
axis 3 index values:=0 1.5 3 4.5
DataNodeClassName:=vtkMRMLScalarVolumeNode

`;
// Columns of a quarter turn about z: what is x in the frame is y in the patient.
const DIFFUSION = `\
${START.replace("NRRD0004", "NRRD0005")}encoding: raw
space origin: (0,0,0)
measurement frame: (0,1,0) (-1,0,0) (0,0,1)
modality:=DWMRI
DWMRI_b-value:=1000
DWMRI_gradient_0000:=0 0 0
DWMRI_gradient_0001:=2 0 0
DWMRI_gradient_0002:=0 1 0
DWMRI_gradient_0003:=0 0 -1

`;

Deno.test("a sequence, numeric and as text", () => {
  deepEqual(readSequence(SEQUENCE), { name: "time", unit: "s", values: [0, 1.5, 3, 4.5] });
  const text = SEQUENCE.replace("numeric", "text").replace("0 1.5 3 4.5", "a%20b c d%2Fe f");
  deepEqual(readSequence(text).values, ["a b", "c", "d/e", "f"]);
});

Deno.test("weightings: b from lengths, gradients through the frame", () => {
  const found = readDiffusion(DIFFUSION);
  nearAll(found.map(({ b }) => b), [0, 1000, 250, 250], 1e-12);
  deepEqual(found.map(({ gradient }) => gradient), [undefined, [0, 1, 0], [-1, 0, 0], [0, 0, -1]]);
  const ras = readDiffusion(DIFFUSION.replace("left-posterior", "right-anterior"));
  near(ras[1]!.gradient![1], -1, 1e-12);
});

Deno.test("rules that are broken", () => {
  const broken: [read: (header: string) => unknown, header: string, rule: RegExp][] = [
    [readSequence, SEQUENCE.replace("4.5", "4.5 6"), /4 index values, not 5/],
    [readSequence, SEQUENCE.replace("4.5", "3"), /twice/],
    [readSequence, SEQUENCE.replace("4.5", "late"), /finite numbers/],
    [readSequence, SEQUENCE.replace("numeric", "number"), /numeric or text/],
    [readSequence, SEQUENCE.replace("domain list", "domain vector"), /a list last/],
    [readDiffusion, DIFFUSION.replace("gradient_0003", "gradient_0004"), /0003 is the next/],
    [readDiffusion, DIFFUSION.replace("gradient_0003", "gradient_003"), /is the next/],
    [readDiffusion, DIFFUSION.replace("gradient_0003", "NEX_0002"), /neither NEX/],
    [readDiffusion, DIFFUSION.replace(/DWMRI_gradient_0003.*\n/, ""), /4 gradients, not 3/],
    [readDiffusion, DIFFUSION.replace("0 0 -1", "isotropic"), /three numbers/],
    [readDiffusion, DIFFUSION.replace(":=1000", ":=0"), /a positive b-value/],
    [readDiffusion, DIFFUSION.replace("modality", "Modality"), /the modality/],
  ];
  for (const [read, header, message] of broken) throws(() => read(header), { message });
});
