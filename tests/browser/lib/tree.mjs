// In: the text of an HTML file. Out: its elements, in document order, as parse5 gives them.
// Never touches files.
import { parse } from "parse5";

/** Parses a page and lists every element in document order, the content of templates included. */
export function elementsOf(html) {
  const elements = [];
  const visit = (node, ancestors) => {
    if (node.tagName) {
      node.ancestors = ancestors;
      elements.push(node);
    }
    const below = node.tagName ? [...ancestors, node] : ancestors;
    for (const child of node.childNodes ?? []) visit(child, below);
    if (node.content) visit(node.content, below);
  };
  visit(parse(html), []);
  return elements;
}

/** The value of an attribute, or undefined. Namespaced ones are named as written: `xlink:href`. */
export function attribute(element, name) {
  return element.attrs.find((a) => (a.prefix ? `${a.prefix}:${a.name}` : a.name) === name)?.value;
}

/** The tokens of an attribute that holds a list separated by white space. */
export function tokens(element, name) {
  return (attribute(element, name) ?? "").split(/\s+/).filter(Boolean);
}

/** The text in an element, all of it. */
export function textOf(node) {
  if (node.nodeName === "#text") return node.value;
  return (node.childNodes ?? []).map(textOf).join("");
}
