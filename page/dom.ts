/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
/**
 * Small help with elements. Text always goes in as text, never as markup.
 *
 * @module
 */

/** The element with an id that the page's own markup is known to have. */
export function byId<T extends Element = HTMLElement>(id: string): T {
  return document.getElementById(id) as unknown as T;
}

type Attributes = Readonly<Record<string, string | boolean>>;
type Children = readonly (Node | string)[];

/** Makes an HTML element; `true` sets an attribute without value, `false` leaves it out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Children
): HTMLElementTagNameMap[K] {
  return dressed(document.createElement(tag), attributes, children);
}

/** Makes a button that does something. */
export function button(
  content: string | readonly HTMLElement[],
  act: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = make("button", { type: "button", ...attributes }, ...[content].flat());
  element.addEventListener("click", act);
  return element;
}

/** Makes the cross that takes something away. */
export function cross(act: () => void, label = "Remove"): HTMLButtonElement {
  return button("×", act, { class: "cross", "aria-label": label });
}

/** Makes an SVG element. */
export function makeSvg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Children
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return dressed(element, attributes, children);
}

function dressed<E extends Element>(element: E, attributes: Attributes, children: Children): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
