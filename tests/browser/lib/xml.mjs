// In: the text of an XML file. Out: a tree of elements, or the first fault of its form.
// Never touches files.
import { SaxesParser } from "saxes";

/** Parses strictly; throws an Error that names line and column when the text is not well-formed. */
export function parseXml(text) {
  const parser = new SaxesParser({ xmlns: true });
  const top = { children: [] };
  const open = [top];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((a) => [a.name, a.value]));
    const element = { name: tag.local, namespace: tag.uri, attributes, children: [], text: "" };
    open.at(-1).children.push(element);
    open.push(element);
  });
  const addText = (value) => {
    if (open.length > 1) open.at(-1).text += value;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => open.pop());
  parser.write(text).close();
  return top.children[0];
}

/** The children of that name. */
export function all(element, name) {
  return element.children.filter((child) => child.name === name);
}

/** The trimmed text of the first child of that name, or undefined. */
export function textAt(element, name) {
  return all(element, name)[0]?.text.trim();
}
