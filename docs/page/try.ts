/// <reference lib="dom" />
/**
 * The form to try it: sends what is in it, and shows what comes back.
 *
 * @module
 */

const form = document.querySelector<HTMLFormElement>("#try-form")!;
const service = document.querySelector<HTMLInputElement>("#try-service")!;
const json = document.querySelector<HTMLTextAreaElement>("#try-json")!;
const options = document.querySelector<HTMLInputElement>("#try-options")!;
const shown = document.querySelector<HTMLPreElement>("#try-reply")!;

async function send(): Promise<string> {
  const base = new URL(service.value.trim(), location.href);
  const response = await fetch(new URL(`v1/header?${options.value.trim()}`, base), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: json.value,
  });
  const findings = response.headers.get("Dcm2nhdr-Findings");
  const told = findings === null ? "" : `Dcm2nhdr-Findings: ${findings}\n`;
  return `HTTP ${response.status}\n${told}\n${await response.text()}`;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const reply = await send().catch(() => "The service does not answer.");
  shown.textContent = reply.trimEnd();
  shown.hidden = false;
});
