// Makes elements: text is only ever text, never markup.

export type Child = Node | string;

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name, attributes: Readonly<Record<string, string>> = {}, ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

export function makeButton(text: string, press: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes }, text);
  button.addEventListener('click', press);
  return button;
}

const svg = 'http://www.w3.org/2000/svg';

export function makeSvg<Name extends keyof SVGElementTagNameMap>(
  name: Name, attributes: Readonly<Record<string, string>> = {}, ...children: readonly Node[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(svg, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/** Writes only what differs: a text set anew each second would end selections and cost layout. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
